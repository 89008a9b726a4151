using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Files;
using ShiftLeft.Helm;
using ShiftLeft.Rules;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Policy.Accepting;

/// <summary>What a plan compares: the findings of a scan, one by one, and what they were found in.</summary>
sealed record Sight(ImmutableArray<Finding> Each, ImmutableArray<CommentedFile> Commented, ImmutableArray<RenderedChart> Charts, ImmutableArray<Problem> Problems);

/// <summary>
/// Finds for every finding that is to be accepted the way that accepts it and nothing else. A draft is scanned; where it does less or more than was
/// meant, the next way is tried, until a draft does exactly what was asked.
/// </summary>
sealed class AcceptPlan
{
    readonly FileTree tree;
    readonly Sight before;
    readonly AcceptWish wish;
    readonly SourceText policy;
    readonly List<Spot> spots = [];
    readonly HashSet<Finding> meant;

    /// <param name="tree">The files.</param>
    /// <param name="before">What the scan found.</param>
    /// <param name="meant">What is to be accepted, of what it found.</param>
    /// <param name="policy">The policy in force; null where there is none.</param>
    /// <param name="wish">Why.</param>
    public AcceptPlan(FileTree tree, Sight before, IEnumerable<Finding> meant, SourceText? policy, AcceptWish wish)
    {
        (this.tree, this.before, this.wish, this.policy) = (tree, before, wish, policy ?? new(wish.NewPolicy, ""));
        this.meant = new(meant, ReferenceEqualityComparer.Instance);
        AddSpots();
    }

    public IReadOnlyList<Spot> Spots => spots;

    /// <summary>Whether a finding counts now: what a baseline knows may be reached as well.</summary>
    public Func<Finding, bool> Counts { get; init; } = _ => true;

    public AcceptDraft Draft() => AcceptDraft.Of(spots, policy, wish);

    void AddSpots()
    {
        var files = before.Commented.DistinctBy(file => file.Source.Path).ToDictionary(file => file.Source.Path, StringComparer.Ordinal);
        var places = new Dictionary<string, CommentPlaces>(StringComparer.Ordinal);
        var there = meant.Select(finding => (finding.Location.Path, finding.Location.Span.Start)).ToHashSet();
        var named = from finding in meant
                    let real = tree.RealPathOf(finding.Location.Path)
                    // What is seen through a link as well is accepted where it lies.
                    let path = there.Contains((real, finding.Location.Span.Start)) ? real : finding.Location.Path
                    from name in wish.NamesFor(finding)
                    group finding by (Path: path, finding.Location.Span.Start, Name: name);
        var all = named.ToList();
        var crowded = all.CountBy(spot => (spot.Key.Path, spot.Key.Name)).Where(count => count.Value > Suppressions.MaximumPerRule).Select(count => count.Key).ToHashSet();
        foreach (var spot in all)
        {
            var first = spot.First();
            var why = wish.InPolicy ? "" : crowded.Contains((spot.Key.Path, spot.Key.Name)) ? "one file cannot hold so many comments about a rule" : WhyNoComment(files.GetValueOrDefault(spot.Key.Path));
            ImmutableArray<AcceptWay> ways = why is not null ? [] : [.. PlacesIn(spot.Key.Path).For(spot.Key.Start).Select(place => new CommentWay(place))];
            if (why is null && ways.IsEmpty) why = "no comment can stand there";
            spots.Add(new(spot.Key.Path, spot.Key.Name, [.. spot], [.. ways, .. Entries(first.Rule, spot.Key.Path, first.Subject)], why));
        }

        CommentPlaces PlacesIn(string path) => places.TryGetValue(path, out var known) ? known : places[path] = CommentPlaces.Of(files[path], wish);
    }

    string? WhyNoComment(CommentedFile? file)
    {
        if (file is null) return "comments there are not read";
        var source = file.Source;
        if (wish.WhyNotWritten(source.Path) is { } why) return why;
        if (source.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) return "JSON has no comments";
        if (GeneratedFile.Is(source)) return "the file is generated, and a comment would not last";
        // Bytes that are no UTF-8 would be lost.
        return tree.Read(source.Path) is { Error: null } read && read.Bytes.Span.SequenceEqual(Encoding.UTF8.GetBytes(source.Content)) ? null : "the file is not UTF-8";
    }

    IEnumerable<AcceptWay> Entries(RuleInfo rule, string path, Subject? subject)
    {
        if (wish.WhyNotWritten(policy.Path) is not null || !IsPrintable(path)) yield break;
        if (wish.Object is null) yield return new EntryWay(new(rule, path, null, null));
        if (subject is null || !IsPrintable(subject.Object)) yield break;
        yield return new EntryWay(new(rule, path, subject.Object, null));
        if (subject.Container is { } container && IsPrintable(container)) yield return new EntryWay(new(rule, path, subject.Object, container));
    }

    static bool IsPrintable(string text) => text.Length > 0 && !text.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\\' or '\u2028' or '\u2029' or '\uFEFF' or '\uFFFD');

    /// <summary>Whether the scan of a draft shows what was meant; what does it wrongly is moved on.</summary>
    public bool IsAsMeant(AcceptDraft draft, Sight after)
    {
        var wrong = new List<(Spot Spot, string Why, bool IsOfFile)>();
        if (after.Problems.FirstOrDefault() is { } problem) wrong.AddRange(spots.Where(spot => spot.Way is EntryWay).Select(spot => (spot, $"the policy would be wrong: {problem.Message}", false)));
        else
        {
            wrong.AddRange(ChangedFindings(draft, after));
            wrong.AddRange(ChangedContents(draft, after).SelectMany(path => InFile(draft, path), (_, spot) => (spot, "the comment would change what the file says", true)));
            wrong.AddRange(ChangedCharts(after).SelectMany(folder => spots.Where(spot => spot.Way is CommentWay && TreePath.IsWithin(spot.Path, folder)), (_, spot) => (spot, "the comment would change what the chart renders to", true)));
        }
        foreach (var (spot, why, isOfFile) in wrong.DistinctBy(one => one.Spot))
        {
            if (isOfFile) spot.TryPolicy(why);
            else spot.TryNext(why);
        }
        return wrong.Count == 0;
    }

    IEnumerable<(Spot, string, bool)> ChangedFindings(AcceptDraft draft, Sight after)
    {
        var old = before.Each.GroupBy(finding => new FindingKey(finding, finding.Location.Span.Start)).ToDictionary(same => same.Key, same => new Queue<Finding>(same));
        var spotsOf = spots.SelectMany(spot => spot.Findings, (spot, finding) => (spot, finding)).ToLookup(pair => pair.finding, pair => pair.spot, (IEqualityComparer<Finding>)ReferenceEqualityComparer.Instance);
        foreach (var found in after.Each)
        {
            var file = draft.At(tree.RealPathOf(found.Location.Path));
            var key = new FindingKey(found, file?.OldOffsetOf(found.Location.Span.Start) ?? found.Location.Span.Start);
            if (!old.TryGetValue(key, out var known) || !known.TryDequeue(out var was))
            {
                foreach (var spot in Authors(draft, found.Location)) yield return (spot, $"it would bring a finding of `{found.Rule.Id}`", false);
            }
            else if (spotsOf[was].Any(spot => spot.Way is not null))
            {
                if (found.Suppression is not null) continue;
                foreach (var spot in spotsOf[was]) yield return (spot, "it would not reach the finding", false);
            }
            else if (was.Suppression is null && Counts(was) && !meant.Contains(was) && found.Suppression is { } by)
            {
                foreach (var spot in Authors(draft, by.Location)) yield return (spot, $"it would silence another finding as well, at {found.Location.Path}:{found.Location.Start.Line + 1}", false);
            }
        }
        foreach (var gone in old.Values.SelectMany(left => left))
        {
            // What is wrong with a comment that does not hold is over when it is written anew.
            if (gone.Rule.Practice == Practice.Tool && draft.At(gone.Location.Path)?.IsReplaced(gone.Location.Span) == true) continue;
            foreach (var spot in InFile(draft, gone.Location.Path)) yield return (spot, $"it would hide a finding of `{gone.Rule.Id}`", false);
        }
    }

    /// <summary>Whose part of the draft a place lies in; all of the file where that cannot be told, and all of the draft where that is not of one file.</summary>
    IEnumerable<Spot> Authors(AcceptDraft draft, Location place) =>
        draft.At(tree.RealPathOf(place.Path))?.PartAt(place.Span.Start) is { Spots.IsEmpty: false } part ? part.Spots : InFile(draft, place.Path);

    IEnumerable<Spot> InFile(AcceptDraft draft, string path) =>
        draft.At(tree.RealPathOf(path)) is { } file ? file.Parts.SelectMany(part => part.Spots) : draft.Files.SelectMany(any => any.Parts).SelectMany(part => part.Spots);

    IEnumerable<string> ChangedContents(AcceptDraft draft, Sight after)
    {
        var old = before.Commented.DistinctBy(file => file.Source.Path).ToDictionary(file => file.Source.Path, StringComparer.Ordinal);
        return from file in after.Commented
               where draft.At(file.Source.Path) is not null && !(old.TryGetValue(file.Source.Path, out var was) && ContentOf(was).SequenceEqual(ContentOf(file)))
               select file.Source.Path;
    }

    /// <summary>All that a file says to others than people. What a template says is seen in what it renders to.</summary>
    static IEnumerable<string> ContentOf(CommentedFile file) => file.Syntax switch
    {
        CommentSyntax.Template => [],
        CommentSyntax.Dockerfile => (file.Dockerfile ?? DockerfileParser.Parse(file.Source)) is var syntax
            ? syntax.Directives.Select(directive => $"{directive.Name}={directive.Value}").Concat(syntax.Instructions.SelectMany(ContentOf)) : [],
        _ => (file.Yaml ?? YamlFile.ParseManifests(file.Source)).Documents.SelectMany(ContentOf),
    };

    static IEnumerable<string> ContentOf(InstructionSyntax instruction) =>
        instruction.Heredocs.Select(heredoc => heredoc.Body.Text).Prepend(instruction.Arguments.Text).Prepend(instruction.Keyword.Text);

    static IEnumerable<string> ContentOf(YamlNode document)
    {
        var waiting = new Stack<YamlNode>([document]);
        while (waiting.TryPop(out var node))
        {
            yield return node is YamlScalar scalar ? $"={scalar.Value}" : node is YamlMapping ? "{" : "[";
            foreach (var entry in node.Entries)
            {
                yield return entry.Key.Value;
                if (ReferenceEquals(entry.Value.Parent, node)) waiting.Push(entry.Value);
            }
            foreach (var item in node.Items.Where(item => ReferenceEquals(item.Parent, node))) waiting.Push(item);
        }
    }

    IEnumerable<string> ChangedCharts(Sight after) =>
        from pair in before.Charts.Zip(after.Charts)
        where pair.First.Folder != pair.Second.Folder || !Rendered(pair.First).SequenceEqual(Rendered(pair.Second))
        select pair.First.Folder;

    static IEnumerable<string> Rendered(RenderedChart chart) => chart.Documents.Select(document => document.Rendered.Content);

    /// <summary>What makes a finding the same before and after. Lines that a message names are others afterwards.</summary>
    readonly record struct FindingKey(string Rule, string Path, int Start, Level Level, Subject? Subject, string? ValuesKey, string Environments, string Message)
    {
        public FindingKey(Finding finding, int start) : this(finding.Rule.Id, finding.Location.Path, start, finding.Level, finding.Subject, finding.ValuesKey, string.Join(' ', finding.Environments), string.Concat(finding.Message.Where(c => !char.IsAsciiDigit(c))))
        {
        }
    }
}
