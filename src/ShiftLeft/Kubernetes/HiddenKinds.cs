using System.Collections.Frozen;
using ShiftLeft.Helm;
using ShiftLeft.Text;

namespace ShiftLeft.Kubernetes;

/// <summary>Kinds that a chart's templates name and that were not rendered: with other values they would be there.</summary>
sealed class HiddenKinds
{
    const string Key = "kind:";

    readonly HashSet<string> kinds = new(StringComparer.Ordinal);
    /// <summary>Whether a template decides on the kind itself.</summary>
    readonly bool isAny;

    HiddenKinds() { }

    HiddenKinds(RenderedChart chart, IReadOnlyCollection<ManifestFile> files)
    {
        var rendered = files.SelectMany(file => file.Objects).Select(item => item.Kind).ToHashSet(StringComparer.Ordinal);
        var renderedBy = chart.Documents.Zip(files).SelectMany(pair => pair.Second.Objects, (pair, item) => (pair.First.Template.Path, item.Kind)).ToHashSet();
        foreach (var template in chart.Templates)
        {
            // Who includes a partial template is not looked at: what any template rendered may be its.
            var isPartial = template.Path[(template.Path.LastIndexOf('/') + 1)..].StartsWith('_');
            foreach (var kind in KindsIn(template))
            {
                if (isPartial ? rendered.Contains(kind) : renderedBy.Contains((template.Path, kind))) continue;
                if (kind.Contains("{{", StringComparison.Ordinal)) isAny |= !renderedBy.Any(pair => pair.Path == template.Path);
                else kinds.Add(kind);
            }
        }
    }

    public static HiddenKinds None { get; } = new();

    public static HiddenKinds Of(RenderedChart chart, IReadOnlyCollection<ManifestFile> files) => new(chart, files);

    public bool Hold(string kind) => isAny || kinds.Contains(kind);

    public bool HoldWorkloads => isAny || kinds.Overlaps(WorkloadKinds);

    static readonly FrozenSet<string> WorkloadKinds = FrozenSet.ToFrozenSet(
        ["Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob", "Rollout", "DeploymentConfig"], StringComparer.Ordinal);

    /// <summary>What stands behind the key at the left edge of a line, which is where an object's own is.</summary>
    static IEnumerable<string> KindsIn(SourceText template)
    {
        for (var line = 0; line < template.LineCount; line++)
        {
            var text = template[template.LineSpan(line)];
            if (text.StartsWith(Key, StringComparison.Ordinal)) yield return text[Key.Length..].Trim().Trim('"', '\'');
        }
    }
}
