using System.Collections.Immutable;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Kubernetes;

/// <summary>From what made a part of a rendering to the place that a person edits and those that belong to it. Each lies in one line.</summary>
sealed class TracedPlaces(ChartPlaces files)
{
    const int MostCallSites = 5;

    /// <summary>The value of a values file that something was made of; the one that was chosen, before those that were looked at.</summary>
    public ValueProvenance? ValueOf(Provenance? from) =>
        from?.Walk(static at => at is ValueProvenance or AbsentProvenance).Select(at => at is AbsentProvenance absent ? files.NullOf(absent) : IsValue(at) ? (ValueProvenance)at : null).FirstOrDefault(found => found is not null);

    /// <summary>The entry of the policy that set what something was made of, where no value was chosen before it.</summary>
    public ArgumentProvenance? EntryOf(Provenance? from) =>
        from?.Walk(static at => at is ValueProvenance or AbsentProvenance).FirstOrDefault(at => at is ArgumentProvenance { Place: not null } || IsValue(at)) as ArgumentProvenance;

    /// <summary>A value that the policy sets for an environment.</summary>
    public Places OfEntry(ArgumentProvenance entry, Frame? frame) => Around(entry.Place!, entry.Key, null, frame);

    /// <summary>Whether it stands in a values file: a chart's own name or version seldom is what is wrong, and what a template wrote itself is text of the template.</summary>
    public bool IsValue(Provenance? from) => from is ValueProvenance { Source: var source } && !ChartPlaces.IsMetadata(source) && !files.IsTemplate(source);

    /// <summary>A value that is wrong, or a key that is there but holds too little.</summary>
    /// <param name="value">In a values file of any chart.</param>
    /// <param name="isMissing">Whether something is missing at it: then the key is meant.</param>
    /// <param name="frame">What wrote it.</param>
    /// <param name="first">The related place that says most.</param>
    /// <param name="taken">What was taken instead of it.</param>
    /// <param name="exact">What of the value is meant, where that is not all.</param>
    public Places OfValue(ValueProvenance value, bool isMissing, Frame? frame, RelatedLocation? first = null, RelatedLocation? taken = null, Location? exact = null)
    {
        if (files.IsEditable(value.Source)) return Around(Place(value), value.Path, value, frame, first, taken);
        if (ChartPlaces.IsMetadata(value.Source)) return OfTemplate(Place(value), frame);
        var (deepest, path) = files.Override(value.Source, ChartPlaces.KeysOf(value));
        var copy = new RelatedLocation(Place(value), "the default of the copied chart");
        return deepest is null ? Around(files.Dependency(value.Source)!, path, null, frame, first, taken, copy) : Around(ChartPlaces.KeyOf(deepest), path, deepest, frame, first, taken, copy);

        Location Place(ValueProvenance at) => exact ?? (isMissing ? ChartPlaces.KeyOf(at) : ChartPlaces.PlaceOf(at));
    }

    /// <summary>A key that a copied chart asks for and nobody gives: where its user gives that chart's values; null for charts of one's own, whose template says more.</summary>
    public Places? OfAbsent(AbsentProvenance absent, Location condition, Frame? frame)
    {
        if (files.IsEditable(condition.Source)) return null;
        var (at, keys) = absent.Path;
        var would = new RelatedLocation(condition, "would write it");
        switch (at)
        {
            case ValueProvenance above when files.IsEditable(above.Source):
                if (above.Key is not null) return Around(ChartPlaces.KeyOf(above), string.Join('.', keys.Prepend(above.Path)), above, frame, would);
                break;
            case ValueProvenance above when files.Override(above.Source, ChartPlaces.KeysOf(above).Concat(keys)) is { Deepest: { } deepest, Path: var path }:
                return Around(ChartPlaces.KeyOf(deepest), path, deepest, frame, would);
        }
        return null;
    }

    /// <summary>Text that a template or another file of a chart holds.</summary>
    public Places OfTemplate(Location place, Frame? frame)
    {
        if (files.IsEditable(place.Source)) return Around(place, null, null, frame);
        // Nobody edits a copy: what calls it from a chart of one's own is the place, or what brings it in.
        var copy = new RelatedLocation(place, "written here");
        var own = Actions(frame).FirstOrDefault(action => files.IsEditable(action.Source));
        return Around(own ?? files.Dependency(place.Source)!, null, null, frame, copy);
    }

    /// <summary>The primary place, and those that lead to it: the template where values are at fault, then the calls outward, then what decided that it is written at all.</summary>
    Places Around(Location primary, string? key, ValueProvenance? value, Frame? frame, RelatedLocation? first = null, params ReadOnlySpan<RelatedLocation?> others)
    {
        var related = ImmutableArray.CreateBuilder<RelatedLocation>();
        primary = OneLine(primary);
        if (first is not null) Add(first);
        if (key is null) AddOthers(others);
        var calls = 0;
        var isInner = key is null;
        foreach (var place in Actions(frame))
        {
            if (calls++ == MostCallSites) break;
            if (Contains(OneLine(place), primary)) continue;
            Add(new(place, isInner ? "called here" : "used here") { Role = RelatedRole.Way });
            if (!isInner) AddOthers(others);
            isInner = true;
        }
        if (!isInner) AddOthers(others);
        foreach (var step in Outward(frame).Where(step => step.Kind is FrameKind.Branch or FrameKind.Range))
        {
            if (ValueOf(step.Cause) is not { } cause || !files.IsEditable(cause.Source) || IsAbove(cause, value)) continue;
            if (related.Count < 2 * MostCallSites) Add(new(ChartPlaces.KeyOf(cause), step.Kind == FrameKind.Range ? "for this item" : "under this condition") { Role = RelatedRole.Cause });
        }
        return new(primary, related.ToImmutable()) { ValuesKey = key };

        void AddOthers(ReadOnlySpan<RelatedLocation?> some)
        {
            foreach (var other in some)
            {
                if (other is not null) Add(other);
            }
        }

        void Add(RelatedLocation other)
        {
            var place = OneLine(other.Location);
            if (files.IsInTree(place.Source) && place != primary && related.All(known => known.Location != place)) related.Add(other with { Location = place });
        }
    }

    static IEnumerable<Location> Actions(Frame? frame) => Outward(frame).Where(step => step.Kind == FrameKind.Action).Select(step => step.Place).Distinct();

    static IEnumerable<Frame> Outward(Frame? frame)
    {
        for (var at = frame; at is not null; at = at.Outer) yield return at;
    }

    /// <summary>Whether a value holds another one: then it says nothing more.</summary>
    static bool IsAbove(ValueProvenance outer, ValueProvenance? inner)
    {
        for (var at = inner; at is not null; at = at.Parent)
        {
            if (at.Source.Path == outer.Source.Path && at.Value == outer.Value && at.Key == outer.Key) return true;
        }
        return false;
    }

    static bool Contains(Location outer, Location inner) =>
        outer.Path == inner.Path && outer.Span.Start <= inner.Span.Start && inner.Span.End <= outer.Span.End && !inner.Span.IsEmpty;

    /// <summary>The first line of a place that says something; all of the line where the place itself is empty.</summary>
    static Location OneLine(Location place)
    {
        var source = place.Source;
        var start = place.Span.Start;
        while (start < place.Span.End && char.IsWhiteSpace(source.Content[start])) start++;
        var line = source.LineSpan(source.LineOf(Math.Min(start, Math.Max(0, source.Content.Length - 1))));
        var end = Math.Min(place.Span.End, line.End);
        if (start >= end) (start, end) = (line.Start, line.End);
        while (start < end && char.IsWhiteSpace(source.Content[start])) start++;
        while (end > start && char.IsWhiteSpace(source.Content[end - 1])) end--;
        return new(source, Span.FromBounds(start, end));
    }
}
