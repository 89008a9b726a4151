using System.Collections.Immutable;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Tracing;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>
/// Where a person edits what a rendered node says: the values key that fed it, else the text of the template that wrote it; never the rendered
/// text, and never a file of a chart that was copied from elsewhere.
/// </summary>
sealed class TracedOrigin(RenderedDocument document, DocumentTrace trace) : Origin
{
    const int MostCallSites = 5;

    public override Places Locate(YamlNode node, string? part = null)
    {
        var runs = RunsOf(node);
        if (part is { Length: > 0 } && node is YamlScalar && trace.Text.Text.LastIndexOf(part, node.Span.End - 1, node.Span.Length, StringComparison.Ordinal) is var at and >= 0)
            runs = [.. trace.Text.RunsIn(at, part.Length), .. runs];
        return PlacesOf(runs);
    }

    public override Places LocateMissing(YamlNode anchor, string key)
    {
        var block = BlockOf(anchor);
        if (Skipped(block, key) is { } skipped) return skipped;
        if (Fed(block) is { } values) return WithCallers(values.Place, values.Frame, isValues: true);
        return PlacesOf(RunsOf(anchor), preferTemplate: true);
    }

    /// <summary>The characters that say what a node says: a scalar's own, else those of the key that it stands under.</summary>
    List<Run> RunsOf(YamlNode node)
    {
        var span = node is YamlScalar { Span.IsEmpty: false } || node.Parent is not YamlMapping parent || parent.EntryOf(node) is not { } entry ? node.Span : entry.Key.Span;
        if (node is not YamlScalar && node.Parent is YamlSequence && !node.Span.IsEmpty) span = FirstLine(node.Span);
        return [.. trace.Text.RunsIn(span.Start, span.Length)];
    }

    Span FirstLine(Span span)
    {
        var end = trace.Text.Text.IndexOf('\n', span.Start, span.Length);
        return end < 0 ? span : Span.FromBounds(span.Start, end);
    }

    Places PlacesOf(List<Run> runs, bool preferTemplate = false)
    {
        var frame = runs.Find(run => run.Frame is not null).Frame;
        if (!preferTemplate)
        {
            // Quotes and the like stand for the whole call; what they enclose knows better.
            foreach (var run in runs.OrderBy(run => run.From is ComputedProvenance ? 1 : 0))
            {
                if (ValueOf(run.From) is not { } value) continue;
                var place = trace.Places.IsEditable(value.Source) ? ChartPlaces.PlaceOf(value) : trace.Places.Override(value);
                return WithCallers(place, run.Frame ?? frame, isValues: true);
            }
        }
        foreach (var run in runs)
        {
            if (run.Length == 0 && runs.Count > 1) continue;
            if (TemplatePlace(run, preferTemplate) is { } place) return WithCallers(place, run.Frame, isValues: false);
        }
        return WithCallers(frame?.Place ?? new(document.Template, document.Template.LineSpan(0)), frame, isValues: false);
    }

    /// <summary>The value of a values file that something was made of; the one that was chosen, before those that were looked at.</summary>
    static ValueProvenance? ValueOf(Provenance? from) =>
        from?.Walk(static at => at is ValueProvenance or AbsentProvenance).OfType<ValueProvenance>().FirstOrDefault(value => !IsMetadata(value));

    /// <summary>A name or version of the chart itself is not what is wrong with an object that repeats it.</summary>
    static bool IsMetadata(ValueProvenance value) => value.Source.Path.EndsWith("Chart.yaml", StringComparison.Ordinal);

    /// <summary>The text of a template, a constant in an action, or the action.</summary>
    static Location? TemplatePlace(in Run run, bool onlyTemplate) => run.From switch
    {
        SourceProvenance source when run.IsLinear => new(source.Source, new(run.Offset, run.Length)),
        LiteralProvenance literal when !onlyTemplate => literal.Place,
        ChosenProvenance { Chosen: LiteralProvenance literal } when !onlyTemplate => literal.Place,
        _ => run.Frame?.Place,
    };

    /// <summary>The primary place, and those that lead to it: the template where values are at fault, then the calls outward, then what decided that it is written at all.</summary>
    Places WithCallers(Location primary, Frame? frame, bool isValues)
    {
        var related = ImmutableArray.CreateBuilder<RelatedLocation>();
        var actions = Outward(frame).Where(step => step.Kind == FrameKind.Action).Select(step => step.Place).Distinct().ToList();
        if (!trace.Places.IsEditable(primary.Source))
        {
            // Nobody edits a copy: what calls it from a chart of one's own is the place, or what brings it in.
            var own = actions.FindIndex(place => trace.Places.IsEditable(place.Source));
            var copy = primary;
            primary = own >= 0 ? actions[own] : trace.Places.Dependency(primary.Source) ?? primary;
            if (copy != primary) related.Add(new(copy, "written here"));
            if (own >= 0) actions.RemoveRange(0, own);
        }
        foreach (var place in actions.Take(MostCallSites))
        {
            if (place == primary || Contains(place, primary)) continue;
            related.Add(new(place, related.Count == 0 && isValues ? "used here" : "called here"));
        }
        foreach (var step in Outward(frame).Where(step => step.Kind is FrameKind.Branch or FrameKind.Range))
        {
            if (ValueOf(step.Cause) is not { } value || !trace.Places.IsEditable(value.Source)) continue;
            var place = ChartPlaces.KeyOf(value);
            if (!Contains(place, primary) && related.All(known => known.Location != place) && related.Count < 2 * MostCallSites) related.Add(new(place, step.Kind == FrameKind.Range ? "for each item of this" : "under this condition"));
        }
        return new(primary, related.ToImmutable()) { IsValues = isValues };
    }

    static bool Contains(Location outer, Location inner) =>
        outer.Path == inner.Path && outer.Span.Start <= inner.Span.Start && inner.Span.End <= outer.Span.End && !inner.Span.IsEmpty;

    static IEnumerable<Frame> Outward(Frame? frame)
    {
        for (var at = frame; at is not null; at = at.Outer) yield return at;
    }

    /// <summary>A key stands for its value, anything else for the block that it is in.</summary>
    static YamlNode BlockOf(YamlNode anchor)
    {
        if (anchor.Parent is not { } parent) return anchor;
        if (parent is YamlMapping mapping && mapping.Pairs[anchor.Position] is { } entry && ReferenceEquals(entry.Key, anchor)) return entry.Value is YamlMapping or YamlSequence ? entry.Value : parent;
        return anchor is YamlMapping ? anchor : parent;
    }

    /// <summary>A branch inside the block that was not taken and would have written the key.</summary>
    Places? Skipped(YamlNode block, string key)
    {
        var text = trace.Text.Text;
        var end = block.Span.End;
        while (end < text.Length && char.IsWhiteSpace(text[end])) end++;
        foreach (var run in trace.Text.RunsIn(block.Span.Start, end - block.Span.Start))
        {
            if (run.Length > 0 || run.From is not SkippedProvenance skipped) continue;
            if (ColumnOf(skipped.Content, key) is not { } column || !IsLevel(block, skipped, column)) continue;
            if (IsInChild(block, run.Start)) continue;
            var condition = ValueOf(skipped.Condition);
            if (condition is not null && trace.Places.IsEditable(condition.Source)) return WithCallers(ChartPlaces.KeyOf(condition), run.Frame, isValues: true) is var places ? places with { Related = places.Related.Insert(0, new(skipped.Action, "would write it")) } : null;
            return WithCallers(skipped.Action, run.Frame, isValues: false);
        }
        return null;
    }

    /// <summary>The column at which a line of the text starts with the key.</summary>
    static int? ColumnOf(string content, string key)
    {
        for (var at = content.IndexOf(key + ":", StringComparison.Ordinal); at >= 0; at = content.IndexOf(key + ":", at + 1, StringComparison.Ordinal))
        {
            var line = content.LastIndexOf('\n', Math.Max(0, at - 1)) + 1;
            if (at == 0) return 0;
            if (content.AsSpan(line, at - line).TrimStart(' ').Trim('-').Trim().IsEmpty) return at - line;
        }
        return null;
    }

    /// <summary>Whether the key would stand at the column of the block's own keys, where both are written by the same text.</summary>
    bool IsLevel(YamlNode block, SkippedProvenance skipped, int column)
    {
        if (block is not YamlMapping mapping) return true;
        foreach (var pair in mapping.Pairs)
        {
            if (trace.Text.RunAt(pair.Key.Span.Start) is not { From: SourceProvenance source, IsLinear: true } run || source.Source != skipped.Action.Source) continue;
            var offset = run.Offset + pair.Key.Span.Start - run.Start;
            return offset - source.Source.LineStart(source.Source.LineOf(offset)) == column;
        }
        return true;
    }

    static bool IsInChild(YamlNode block, int offset) =>
        block.Entries.Select(entry => entry.Value).Concat(block.Items).Any(child => child is not YamlScalar && child.Span.Start < offset && offset < child.Span.End);

    /// <summary>The values key whose mapping became the block as a whole.</summary>
    (Location Place, Frame? Frame)? Fed(YamlNode block)
    {
        if (block is not YamlMapping mapping) return null;
        if (mapping.Pairs.IsEmpty)
        {
            var empty = trace.Text.RunAt(block.Span.Start);
            return empty is { } run && ValueOf(run.From) is { } value ? (PlaceOfKey(value), run.Frame) : null;
        }
        ValueProvenance? parent = null;
        Frame? frame = null;
        foreach (var pair in mapping.Pairs)
        {
            if (trace.Text.RunAt(pair.Key.Span.Start) is not { From: ValueProvenance { Parent: { } above } } run || (parent is not null && above != parent)) return null;
            (parent, frame) = (above, run.Frame);
        }
        return parent is { Key: not null } ? (PlaceOfKey(parent), frame) : null;
    }

    Location PlaceOfKey(ValueProvenance value) => trace.Places.IsEditable(value.Source) ? ChartPlaces.KeyOf(value) : trace.Places.Override(value);
}
