using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strings;
using ShiftLeft.Text;
using ShiftLeft.Tracing;
using ShiftLeft.Yaml;

namespace ShiftLeft.Helm.Rendering;

/// <summary>Cuts rendered files into documents and puts these in the order in which Helm installs them.</summary>
static class Manifests
{
    static readonly ImmutableArray<string> InstallOrder =
    [
        "PriorityClass", "Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodSecurityPolicy", "PodDisruptionBudget", "ServiceAccount",
        "Secret", "SecretList", "ConfigMap", "StorageClass", "PersistentVolume", "PersistentVolumeClaim", "CustomResourceDefinition", "ClusterRole",
        "ClusterRoleList", "ClusterRoleBinding", "ClusterRoleBindingList", "Role", "RoleList", "RoleBinding", "RoleBindingList", "Service", "DaemonSet",
        "Pod", "ReplicationController", "ReplicaSet", "Deployment", "HorizontalPodAutoscaler", "StatefulSet", "Job", "CronJob", "IngressClass", "Ingress",
        "APIService", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration",
    ];

    static readonly FrozenDictionary<string, int> Rank = InstallOrder.Select(KeyValuePair.Create).ToFrozenDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    static readonly FrozenSet<string> Hooks = FrozenSet.Create(StringComparer.Ordinal,
        "pre-install", "post-install", "pre-delete", "post-delete", "pre-upgrade", "post-upgrade", "pre-rollback", "post-rollback", "test", "test-success");

    static KeyValuePair<string, int> Create(this (int Index, string Kind) kind) => new(kind.Kind, kind.Index);

    /// <summary>The documents of all files, hooks last; those that are no YAML are among them, with their problems.</summary>
    public static ImmutableArray<Manifest> Sort(IEnumerable<RenderedFile> files, HelmProfile profile)
    {
        var (generic, hooks) = (new List<Manifest>(), new List<Manifest>());
        foreach (var file in files.OrderBy(file => file.Path, Comparer<string>.Create(GoString.Compare)))
        {
            if (file.Path.EndsWith("NOTES.txt", StringComparison.Ordinal) || string.IsNullOrWhiteSpace(file.Text.Text)) continue;
            foreach (var text in profile.SplitsAtLines ? Split(file.Text) : SplitAtBlanks(file.Text, profile))
            {
                var manifest = new Manifest(file, text, profile);
                if (manifest.HookTypes is not { } types) generic.Add(manifest);
                else if (types.Split(',').All(type => Hooks.Contains(type.Trim().ToLowerInvariant()))) hooks.Add(manifest);
            }
        }
        return [.. ByKind(generic, profile), .. ByKind(hooks, profile)];
    }

    /// <summary>What <c>helm template</c> prints.</summary>
    public static string Print(IEnumerable<Manifest> manifests)
    {
        var (text, hooks) = (new StringBuilder(), new StringBuilder());
        foreach (var manifest in manifests)
            (manifest.HookTypes is null ? text : hooks).Append("---\n# Source: ").Append(manifest.File.Path).Append('\n').Append(manifest.Text.Text).Append('\n');
        return text.ToString().Trim() + "\n" + hooks;
    }

    static IEnumerable<Manifest> ByKind(List<Manifest> manifests, HelmProfile profile) => manifests
        .OrderBy(manifest => RankOf(manifest.Kind, profile))
        .ThenBy(manifest => RankOf(manifest.Kind, profile) == InstallOrder.Length ? manifest.Kind : "", Comparer<string>.Create(GoString.Compare));

    static int RankOf(string kind, HelmProfile profile) =>
        Rank.TryGetValue(kind, out var rank) && (profile.InstallsWebhooksLast || !kind.EndsWith("WebhookConfiguration", StringComparison.Ordinal)) ? rank : InstallOrder.Length;

    /// <summary>
    /// Helm cuts at <c>(?m)^---[ \t]*</c> and takes the blanks off before each document. Those behind belong to it: a <c>|+</c> scalar is made of them.
    /// </summary>
    static IEnumerable<TracedText> Split(TracedText file)
    {
        var text = file.Text;
        var at = SkipBlanks(text, 0);
        var separator = text.AsSpan(at).StartsWith("---") ? at : NextSeparator(text, at);
        while (true)
        {
            var stop = separator < 0 ? text.Length : separator;
            var start = SkipBlanks(text, at);
            if (start < stop) yield return file.Slice(start, stop - start);
            if (separator < 0) yield break;
            at = separator + 3;
            while (at < text.Length && text[at] is ' ' or '\t') at++;
            separator = NextSeparator(text, at);
        }
    }

    static int NextSeparator(string text, int at) => text.IndexOf("\n---", at, StringComparison.Ordinal) is >= 0 and var end ? end + 1 : -1;

    /// <summary>
    /// Until 4.2.3 Helm cut at <c>(?:^|\s*\n)---\s*</c>, whose last part takes the line break that the next cut would need: two lines of dashes with
    /// nothing between them are one cut, and the second stays in the document.
    /// </summary>
    static IEnumerable<TracedText> SplitAtBlanks(TracedText file, HelmProfile profile)
    {
        var text = file.Text;
        var at = SkipBlanks(text, 0);
        var end = profile.KeepsTrailingBlanks ? text.Length : text.TrimEnd().Length;
        if (text.AsSpan(at).StartsWith("---")) at = SkipSeparator(text, at + 3);
        while (at <= end)
        {
            var dashes = text.IndexOf("\n---", at, StringComparison.Ordinal);
            var stop = dashes < 0 ? end : dashes;
            while (dashes >= 0 && stop > at && IsSpace(text[stop - 1])) stop--;
            var start = Math.Min(SkipBlanks(text, at), stop);
            if (!profile.KeepsTrailingBlanks) stop = start + text.AsSpan(start, Math.Max(0, stop - start)).TrimEnd().Length;
            if (stop > start && !text.AsSpan(start, stop - start).IsWhiteSpace()) yield return file.Slice(start, stop - start);
            if (dashes < 0) yield break;
            at = SkipSeparator(text, dashes + 4);
        }
    }

    static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        return at;
    }

    static int SkipSeparator(string text, int at)
    {
        while (at < text.Length && IsSpace(text[at])) at++;
        return at;
    }

    /// <summary>RE2's <c>\s</c>.</summary>
    static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f';
}

/// <summary>One rendered document.</summary>
sealed class Manifest
{
    public Manifest(RenderedFile file, TracedText text, HelmProfile profile)
    {
        (File, Text) = (file, text);
        Yaml = ManifestHead.Check(YamlFile.ParseRendered(new SourceText(file.File.Path, text.Text)), profile);
        var head = Yaml.Documents is [var root, ..] ? root : null;
        Kind = head?["kind"]?.Text ?? "";
        HookTypes = head?["metadata"]?["annotations"]?["helm.sh/hook"]?.Text;
    }

    public RenderedFile File { get; }
    public TracedText Text { get; }
    public YamlFile Yaml { get; }
    public string Kind { get; }
    /// <summary>What the annotation <c>helm.sh/hook</c> says; null for what is installed as it is.</summary>
    public string? HookTypes { get; }
}
