using System.Collections.Immutable;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Text;
using ShiftLeft.Tracing;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>
/// Where a person edits what a rendered node says: the values key that fed it, else the text of the template that wrote it; never the rendered
/// text, and never a file of a chart that was copied from elsewhere.
/// </summary>
sealed class TracedOrigin(RenderedDocument document, DocumentTrace trace) : Origin
{
    readonly TracedPlaces places = new(trace.Places);

    public override Places Locate(YamlNode node, string? part = null)
    {
        var runs = RunsOf(node, part);
        if (part is not null && Omitted(node, part) is { } omitted) return omitted;
        return FromValues(runs) ?? FromTemplate(runs);
    }

    public override ImmutableArray<Places> LocateParts(YamlNode node)
    {
        var parts = ImmutableArray.Create(Locate(node));
        if (node is not YamlScalar) return parts;
        foreach (var run in RunsOf(node, null))
        {
            if (run.Length == 0 || run.From is ComputedProvenance || places.ValueOf(run.From) is not { } value) continue;
            var part = places.OfValue(value, isMissing: false, run.Frame, exact: Line(run, value));
            if (parts.All(known => known.Primary != part.Primary)) parts = parts.Add(part);
        }
        return parts;
    }

    public override Places LocatePart(YamlNode node, string part, int occurrence)
    {
        var text = trace.Text.Text;
        var at = text.IndexOf(part, node.Span.Start, node.Span.Length, StringComparison.Ordinal);
        for (; at >= 0 && occurrence > 0; occurrence--) at = text.IndexOf(part, at + 1, node.Span.End - at - 1, StringComparison.Ordinal);
        if (at < 0) return Locate(node);
        List<Run> runs = [.. trace.Text.RunsIn(at, part.Length)];
        // A name stands before what it names: what the part ends with is what is meant.
        return FromValues([.. Enumerable.Reverse(runs)]) ?? FromTemplate(runs);
    }

    public override Places? LocateValue(YamlNode node, string value)
    {
        foreach (var run in RunsOf(node, null))
        {
            var held = run.From?.Walk(static at => at is ValueProvenance).OfType<ValueProvenance>().FirstOrDefault(at => places.IsValue(at) && ChartPlaces.PlaceOf(at).Text.Trim('"', '\'') is { Length: > 2 } text && value.EndsWith(text, StringComparison.Ordinal));
            if (held is not null) return places.OfValue(held, isMissing: false, run.Frame);
        }
        return null;
    }

    public override bool IsGenerated(YamlNode node, string? part = null) => RunsOf(node, part).Exists(run => run.Length > 0 && MadeUp.Is(run.From));

    public override Places LocateMissing(YamlNode anchor, YamlNode within, string path)
    {
        var block = within;
        foreach (var key in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (block is not YamlMapping mapping || mapping.Entry(key) is not { } entry) return Skipped(block, key) ?? Fed(block) ?? TemplateLine(AnchorOf(block, within, anchor));
            if (entry.Value is not YamlMapping { Pairs.IsEmpty: false }) return Hollow(entry);
            block = entry.Value;
        }
        return Fed(block) ?? TemplateLine(AnchorOf(block, within, anchor));
    }

    /// <summary>What stands for a block: the key that opens it, but for the outermost what the rule chose.</summary>
    static YamlNode AnchorOf(YamlNode block, YamlNode within, YamlNode anchor) =>
        block != within && block.Parent is YamlMapping parent && parent.EntryOf(block) is { } entry ? entry.Key : anchor;

    /// <summary>The characters that say what a node says: a scalar's own, or the part that is meant; else those of the key that it stands under.</summary>
    List<Run> RunsOf(YamlNode node, string? part)
    {
        if (part is { Length: > 0 } && PartOf(node, part) is { } meant) return [.. trace.Text.RunsIn(meant.Start, meant.Length)];
        var span = node is YamlScalar { Span.IsEmpty: false } || node.Parent is not YamlMapping parent || parent.EntryOf(node) is not { } entry ? node.Span : entry.Key.Span;
        if (node is not YamlScalar && node.Parent is YamlSequence && !node.Span.IsEmpty) span = FirstLine(node.Span);
        return [.. trace.Text.RunsIn(span.Start, span.Length)];
    }

    Span? PartOf(YamlNode node, string part) =>
        node is YamlScalar { Span.IsEmpty: false } && trace.Text.Text.LastIndexOf(part, node.Span.End - 1, node.Span.Length, StringComparison.Ordinal) is var at and >= 0 ? new Span(at, part.Length) : null;

    Span FirstLine(Span span)
    {
        var end = trace.Text.Text.IndexOf('\n', span.Start, span.Length);
        return end < 0 ? span : Span.FromBounds(span.Start, end);
    }

    /// <summary>Behind an image's name: a tag that a branch would have written, had its condition held.</summary>
    Places? Omitted(YamlNode node, string part)
    {
        if (PartOf(node, part) is not { } meant) return null;
        foreach (var run in trace.Text.RunsIn(meant.End, node.Span.End - meant.End))
        {
            if (run is { Length: 0, From: SkippedProvenance skipped } && skipped.Content.TrimStart() is [':' or '@', ..] && Unmet(skipped, run.Frame) is { IsValues: true } found) return found;
        }
        return null;
    }

    /// <summary>The value that a node was made of; the one that was chosen, before those that were looked at; a chart's own name and version last.</summary>
    Places? FromValues(List<Run> runs)
    {
        var frame = runs.Find(run => run.Frame is not null).Frame;
        // Quotes and the like stand for the whole call; what they enclose knows better.
        var written = runs.Where(run => run.From is not SkippedProvenance).OrderBy(run => run.From is ComputedProvenance ? 1 : 0).ToList();
        foreach (var run in written)
        {
            if (places.EntryOf(run.From) is { } entry) return places.OfEntry(entry, run.Frame ?? frame);
            if (places.ValueOf(run.From) is not { } value) continue;
            return places.OfValue(value, isMissing: false, run.Frame ?? frame, taken: Taken(value, run.From), exact: Line(run, value));
        }
        foreach (var run in written)
        {
            if (run.Length > 0 && run.From is ValueProvenance value && ChartPlaces.IsMetadata(value.Source)) return places.OfValue(value, isMissing: false, run.Frame ?? frame);
        }
        return null;
    }

    /// <summary>The part of a text of several lines that is meant: a values file may hold whole templates.</summary>
    static Location? Line(in Run run, ValueProvenance value) =>
        run.From == value && run is { IsLinear: true, Length: > 0 } && !ChartPlaces.IsOneLine(value) ? new(value.Source, new(run.Offset, run.Length)) : null;

    /// <summary>Where the value was not set: what was taken instead of it.</summary>
    static RelatedLocation? Taken(ValueProvenance value, Provenance? from) => from is not ChosenProvenance choice || choice.Chosen == value ? null : choice.Chosen switch
    {
        LiteralProvenance literal => new(literal.Place, "taken instead"),
        ValueProvenance other => new(ChartPlaces.PlaceOf(other), "taken instead"),
        _ => null,
    };

    /// <summary>The text of a template or of a file, a constant in an action, or the action; all of it that stands in one line.</summary>
    Places FromTemplate(List<Run> runs)
    {
        Location? place = null;
        Frame? frame = null;
        var isKnown = runs.Exists(run => run is { Length: > 0, From: not ComputedProvenance });
        foreach (var run in runs)
        {
            // Quotes and the like stand for the whole call; what they enclose knows better.
            if ((run.Length == 0 && runs.Count > 1) || (isKnown && run.From is ComputedProvenance) || WrittenAt(run) is not { } next) continue;
            if (place is null) (place, frame) = (next, run.Frame);
            else if (next.Path == place.Path && next.Start.Line == place.Start.Line && next.Span.Start >= place.Span.Start) place = place with { Span = Span.FromBounds(place.Span.Start, Math.Max(place.Span.End, next.Span.End)) };
        }
        return places.OfTemplate(place ?? frame?.Place ?? new(document.Template, document.Template.LineSpan(0)), frame);
    }

    static Location? WrittenAt(in Run run) => run.From switch
    {
        SourceProvenance source when run.IsLinear => new(source.Source, new(run.Offset, run.Length)),
        LiteralProvenance literal => literal.Place,
        ChosenProvenance { Chosen: LiteralProvenance literal } => literal.Place,
        ValueProvenance value when !ChartPlaces.IsMetadata(value.Source) => ChartPlaces.PlaceOf(value),
        _ => run.Frame?.Place,
    };

    /// <summary>The line of the template that wrote the key which stands for a block, from the key on.</summary>
    Places TemplateLine(YamlNode anchor)
    {
        var key = anchor.Parent is YamlMapping mapping && mapping.EntryOf(anchor) is { } entry ? entry.Key : anchor;
        var runs = trace.Text.RunsIn(key.Span.Start, key.Span.Length).Where(run => run.Length > 0).ToList();
        return runs switch
        {
            [{ From: SourceProvenance { Kind: not SourceKind.Literal, Source: var source }, IsLinear: true } first, ..] => places.OfTemplate(ToEnd(source, first.Offset), first.Frame),
            [{ From: ValueProvenance value } first, ..] when places.IsValue(value) && Line(first, value) is { } part => places.OfValue(value, isMissing: true, first.Frame, exact: ToEnd(part.Source, part.Span.Start)),
            _ => FromValues(runs) ?? FromTemplate(runs),
        };

        static Location ToEnd(SourceText source, int start)
        {
            var text = source[Span.FromBounds(start, source.LineSpan(source.LineOf(start)).End)];
            var comment = text.IndexOf(" #", StringComparison.Ordinal);
            return new(source, new(start, (comment < 0 ? text : text[..comment]).TrimEnd().Length));
        }
    }

    /// <summary>A branch at the block's own level that was not taken and would have written the key.</summary>
    Places? Skipped(YamlNode block, string key)
    {
        var text = trace.Text.Text;
        var (start, end) = (block.Span.Start, block.Span.End);
        while (start > 0 && char.IsWhiteSpace(text[start - 1])) start--;
        while (end < text.Length && char.IsWhiteSpace(text[end])) end++;
        foreach (var run in trace.Text.RunsIn(start, end - start))
        {
            if (run.Length > 0 || run.From is not SkippedProvenance skipped) continue;
            if (ColumnOf(skipped.Content, key) is not { } column || !IsLevel(block, skipped, column) || IsInChild(block, run.Start)) continue;
            return Unmet(skipped, run.Frame);
        }
        return null;
    }

    /// <summary>The values key that would have to be set for a branch to be taken, where there is one; else the condition.</summary>
    Places Unmet(SkippedProvenance skipped, Frame? frame)
    {
        if (places.ValueOf(skipped.Condition) is { } value) return places.OfValue(value, isMissing: true, frame, new(skipped.Action, "would write it"));
        var absent = skipped.Condition?.Walk(static at => at is AbsentProvenance or ValueProvenance).OfType<AbsentProvenance>().FirstOrDefault();
        return (absent is null ? null : places.OfAbsent(absent, skipped.Action, frame)) ?? places.OfTemplate(skipped.Action, frame);
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

    /// <summary>The values key whose mapping became the block as a whole; of several that were merged, the one that holds in all environments.</summary>
    Places? Fed(YamlNode block)
    {
        if (block is not YamlMapping { Pairs.IsEmpty: false } mapping) return null;
        var found = new List<(ValueProvenance Entry, ValueProvenance Parent, Frame? Frame)>();
        foreach (var pair in mapping.Pairs)
        {
            foreach (var run in trace.Text.RunsIn(pair.Key.Span.Start, pair.Key.Span.Length))
            {
                if (places.IsValue(run.From) && run.From is ValueProvenance { Parent: { } parent } entry)
                {
                    found.Add((entry, parent, run.Frame));
                    break;
                }
                // What a function adds to a mapping does not make it the template's; a line of text does.
                if (run.From is SourceProvenance { Kind: SourceKind.Template }) return null;
            }
        }
        if (found.Count == 0) return null;
        var best = found.OrderBy(one => trace.Places.IsDefaults(one.Parent.Source) && trace.Places.IsEditable(one.Parent.Source) ? 0 : trace.Places.IsEditable(one.Parent.Source) ? 1 : 2).First();
        // An item of a list has no key; its name stands for it, or its first entry.
        var item = found.Where(one => one.Parent == best.Parent).OrderBy(one => one.Entry.Name == "name" ? 0 : 1).First().Entry;
        if (best.Parent is { Key: null, Parent: null }) return null;
        return places.OfValue(best.Parent.Key is null ? item : best.Parent, isMissing: true, best.Frame);
    }

    /// <summary>A key with nothing under it, or with a list that lacks something: what fed it, what would have, or its line.</summary>
    Places Hollow(YamlEntry entry)
    {
        if (entry.Value.Items is [var first, ..])
        {
            if (trace.Text.RunAt(first.Span.Start) is { } item && item.From is ValueProvenance { Parent: { Key: not null } list } && places.IsValue(list)) return places.OfValue(list, isMissing: true, item.Frame);
            return TemplateLine(entry.Key);
        }
        var text = trace.Text.Text;
        var end = Math.Max(entry.Key.Span.End, entry.Value.Span.End);
        while (end < text.Length && char.IsWhiteSpace(text[end])) end++;
        foreach (var run in trace.Text.RunsIn(entry.Key.Span.End, end - entry.Key.Span.End))
        {
            if (run is { Length: 0, From: SkippedProvenance skipped }) return Unmet(skipped, run.Frame);
            if (places.ValueOf(run.From) is { } value) return places.OfValue(value, isMissing: true, run.Frame);
        }
        return TemplateLine(entry.Key);
    }
}
