using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Reporting;

/// <summary>What is told together: one finding, or all that one container lacks at one place and that one edit repairs.</summary>
/// <param name="Findings">At least one; the first is where the place is taken from.</param>
sealed record FindingBlock(ImmutableArray<Finding> Findings)
{
    public Finding First => Findings[0];
    public bool IsOne => Findings.Length == 1;
    public Location Location => First.Location;
    public Level Level => Findings.Max(finding => finding.Level);
    public bool CertainlyFails => Findings.Any(finding => finding.CertainlyFails);
    /// <summary>How much its repair takes away: each container and object counts.</summary>
    public int Weight => Findings.Sum(finding => Math.Max(1, finding.Occurrences.Length));

    /// <summary>The findings in blocks, each at the place of its first.</summary>
    public static ImmutableArray<FindingBlock> Of(IEnumerable<Finding> findings)
    {
        var together = new Dictionary<(string, Span, string), int>();
        var blocks = new List<List<Finding>>();
        foreach (var finding in findings)
        {
            var isSetting = !finding.Rule.Settings.IsEmpty && finding.Subject?.Container is not null && finding.Fix is null;
            var key = (finding.Location.Path, finding.Location.Span, string.Join('\n', finding.Environments));
            if (isSetting && together.TryGetValue(key, out var at))
            {
                blocks[at].Add(finding);
                continue;
            }
            if (isSetting) together[key] = blocks.Count;
            blocks.Add([finding]);
        }
        return [.. blocks.Select(block => new FindingBlock([.. block]))];
    }

    /// <summary>What it says in one line.</summary>
    public string Message => IsOne ? First.Message
        : string.Create(CultureInfo.InvariantCulture, $"container `{First.Subject!.Container}` lacks {Findings.Length} settings{Likewise}");

    string Likewise => First.Message.LastIndexOf("; likewise", StringComparison.Ordinal) is var at and >= 0 ? First.Message[at..] : "";

    /// <summary>All that the findings ask for as one block of YAML, the keys in the order of the findings' rules.</summary>
    public ImmutableArray<string> Settings
    {
        get
        {
            var root = new Branch();
            foreach (var setting in Findings.SelectMany(finding => finding.Rule.Settings)) root.Add(KeysOf(setting), setting.Value);
            return [.. root.Lines("")];
        }
    }

    /// <summary>A values key that feeds a block has the name that the chart gives it.</summary>
    string[] KeysOf(Setting setting)
    {
        var keys = setting.Field.Split('.');
        if (First.ValuesKey?.Split('.')[^1] is { } own && own.EndsWith(keys[0], StringComparison.OrdinalIgnoreCase)) keys[0] = own;
        return keys;
    }

    sealed class Branch
    {
        readonly List<(string Key, Branch? Branch, string Value)> entries = [];

        public void Add(ReadOnlySpan<string> keys, string value)
        {
            var key = keys[0];
            var known = entries.FindIndex(entry => entry.Key == key);
            if (keys.Length == 1)
            {
                if (known < 0) entries.Add((key, null, value));
                return;
            }
            if (known < 0)
            {
                known = entries.Count;
                entries.Add((key, new(), ""));
            }
            entries[known].Branch?.Add(keys[1..], value);
        }

        public IEnumerable<string> Lines(string indent) =>
            entries.SelectMany(entry => entry.Branch is { } branch ? branch.Lines(indent + "  ").Prepend($"{indent}{entry.Key}:") : [$"{indent}{entry.Key}: {entry.Value}"]);
    }
}
