using System.Collections.Immutable;
using ShiftLeft.Go.Fmt;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Rendering;

/// <summary>
/// <c>.Capabilities</c>: what the cluster and Helm can do. Without a cluster that is what Helm was built with, but for <c>--kube-version</c> and
/// <c>--api-versions</c>.
/// </summary>
sealed class Capabilities : ObjectValue
{
    readonly string package;
    readonly ListValue apiVersions;
    readonly HelmBuild helm;

    Capabilities(HelmProfile profile, KubeVersion kubernetes, ImmutableArray<string> names) : base(new BuiltinProvenance(".Capabilities"))
    {
        package = PackageOf(profile);
        KubeVersion = kubernetes;
        var from = new BuiltinProvenance(".Capabilities.APIVersions");
        apiVersions = new([.. names.Select(name => StringValue.Of(name, from))], from, "string") { NamedType = $"{package}.VersionSet", Object = new ApiVersions(names, from) };
        helm = HelmBuild.Of(profile);
    }

    /// <summary>The version that a chart's <c>kubeVersion</c> is compared with, by its <see cref="ObjectValue.PrintDirectly"/>.</summary>
    public KubeVersion KubeVersion { get; }

    public override Kind Kind => Kind.Ptr;
    public override string TypeName => $"*{package}.Capabilities";

    /// <param name="profile">The Helm that is followed.</param>
    /// <param name="kubeVersion">As with <c>--kube-version</c>; null or empty for Helm's own.</param>
    /// <param name="apiVersions">As with <c>--api-versions</c>: more than Helm knows of.</param>
    /// <param name="error">Helm's words where the version cannot be read.</param>
    public static Capabilities? Of(HelmProfile profile, string? kubeVersion, IEnumerable<string> apiVersions, out string? error)
    {
        error = null;
        var kubernetes = string.IsNullOrEmpty(kubeVersion) ? KubeVersion.Default(profile) : KubeVersion.Parse(kubeVersion, profile, out error);
        return kubernetes is null ? null : new(profile, kubernetes, [.. BuiltinApiVersions.Of(profile), .. apiVersions]);
    }

    public override Value? Field(string name) => name switch
    {
        "KubeVersion" => KubeVersion,
        "APIVersions" => apiVersions,
        "HelmVersion" => helm,
        _ => null,
    };

    public override FunctionSignature? Method(string name) => name == "Copy" ? new(name, [], null, _ => this) : null;

    public override string Print() => "&" + PrintDirectly();

    public override string PrintDirectly() => $"{{{KubeVersion.Print()} {PlainFormat.Print(apiVersions)} {helm.Print()}}}";

    public override IEnumerable<KeyValuePair<string, Value>> Exported => [new("KubeVersion", KubeVersion), new("APIVersions", apiVersions), new("HelmVersion", helm)];

    /// <summary>Go's name of the package that the types live in.</summary>
    internal static string PackageOf(HelmProfile profile) => profile.Major == 3 ? "chartutil" : "common";

    /// <summary>The method of <c>.Capabilities.APIVersions</c>.</summary>
    sealed class ApiVersions(ImmutableArray<string> names, Provenance from) : ObjectValue(from)
    {
        public override string TypeName => "VersionSet";
        public override string Print() => string.Join(' ', names);

        public override FunctionSignature? Method(string name) =>
            name == "Has" ? new(name, [Parameter.String], null, call => new BoolValue(names.Contains(call.String(0)), call.Computed(this, call[0]))) : null;
    }
}

/// <summary><c>.Capabilities.HelmVersion</c>: the build that a profile is measured on.</summary>
sealed class HelmBuild(ImmutableArray<(string Field, string Json, string Text)> fields) : ObjectValue(Named(""))
{
    public static HelmBuild Of(HelmProfile profile) => new(profile.Name switch
    {
        "3.17" => Fields("v3.17.2", "cc0bbbd6d6276b83880042c1ecb34087e84d41eb", "go1.23.7", null),
        "4.1" => Fields("v4.1.4", "05fa37973dc9e42b76e1d2883494c87174b6074f", "go1.25.9", "v1.35"),
        "4.2" => Fields("v4.2.3", "43e8b7feece8beb0fcba47059ec9b522fd929a64", "go1.26.5", "v1.36"),
        // Neither its commit nor the patch of its Go is recorded anywhere.
        _ => Fields("v4.3.1", "", "go1.26", "v1.37"),
    });

    public override string TypeName => "version.BuildInfo";
    public override string Print() => $"{{{string.Join(' ', fields.Select(field => field.Text))}}}";

    public override Value? Field(string name)
    {
        foreach (var field in fields)
        {
            if (field.Field == name) return StringValue.Of(field.Text, Named("." + name));
        }
        return null;
    }

    public override IEnumerable<KeyValuePair<string, Value>> Exported => fields.Select(each => KeyValuePair.Create(each.Json, Field(each.Field)!));

    static ImmutableArray<(string, string, string)> Fields(string version, string commit, string go, string? client)
    {
        (string, string, string)[] fields = [("Version", "version", version), ("GitCommit", "git_commit", commit), ("GitTreeState", "git_tree_state", "clean"), ("GoVersion", "go_version", go)];
        return client is null ? [.. fields] : [.. fields, ("KubeClientVersion", "kube_client_version", client)];
    }

    static BuiltinProvenance Named(string field) => new(".Capabilities.HelmVersion" + field);
}

/// <summary>The group versions that a Helm knows without a cluster, in its order: those registered in the client library it is built with.</summary>
static class BuiltinApiVersions
{
    /// <summary>With the first and the last profile that knows it, where not all do.</summary>
    static ImmutableArray<(string Name, string From, string To)> Known { get; } =
    [
        .. All("v1", "admissionregistration.k8s.io/v1", "admissionregistration.k8s.io/v1alpha1", "admissionregistration.k8s.io/v1beta1", "internal.apiserver.k8s.io/v1alpha1",
            "apps/v1", "apps/v1beta1", "apps/v1beta2", "authentication.k8s.io/v1", "authentication.k8s.io/v1alpha1", "authentication.k8s.io/v1beta1",
            "authorization.k8s.io/v1", "authorization.k8s.io/v1beta1", "autoscaling/v1", "autoscaling/v2"),
        ("autoscaling/v2beta1", "", "4.1"), ("autoscaling/v2beta2", "", "4.1"),
        .. All("batch/v1", "batch/v1beta1", "certificates.k8s.io/v1", "certificates.k8s.io/v1beta1", "certificates.k8s.io/v1alpha1",
            "coordination.k8s.io/v1alpha2", "coordination.k8s.io/v1beta1", "coordination.k8s.io/v1", "discovery.k8s.io/v1", "discovery.k8s.io/v1beta1",
            "events.k8s.io/v1", "events.k8s.io/v1beta1", "extensions/v1beta1", "flowcontrol.apiserver.k8s.io/v1", "flowcontrol.apiserver.k8s.io/v1beta1",
            "flowcontrol.apiserver.k8s.io/v1beta2", "flowcontrol.apiserver.k8s.io/v1beta3"),
        ("lifecycle.k8s.io/v1alpha1", "4.3", "9"), ("networking.k8s.io/v1", "", "9"),
        ("networking.k8s.io/v1alpha1", "", "3.17"),
        .. All("networking.k8s.io/v1beta1", "node.k8s.io/v1", "node.k8s.io/v1alpha1", "node.k8s.io/v1beta1", "policy/v1", "policy/v1beta1",
            "rbac.authorization.k8s.io/v1", "rbac.authorization.k8s.io/v1beta1", "rbac.authorization.k8s.io/v1alpha1"),
        ("resource.k8s.io/v1", "4.1", "9"), ("resource.k8s.io/v1beta2", "4.1", "9"),
        .. All("resource.k8s.io/v1beta1", "resource.k8s.io/v1alpha3"),
        ("scheduling.k8s.io/v1alpha1", "", "4.1"), ("scheduling.k8s.io/v1alpha2", "4.2", "4.2"), ("scheduling.k8s.io/v1alpha3", "4.3", "9"),
        .. All("scheduling.k8s.io/v1beta1", "scheduling.k8s.io/v1", "storage.k8s.io/v1beta1", "storage.k8s.io/v1", "storage.k8s.io/v1alpha1"),
        ("storagemigration.k8s.io/v1alpha1", "", "3.17"), ("storagemigration.k8s.io/v1", "4.3", "9"), ("storagemigration.k8s.io/v1beta1", "4.1", "9"),
        .. All("apiextensions.k8s.io/v1beta1", "apiextensions.k8s.io/v1"),
    ];

    public static IEnumerable<string> Of(HelmProfile profile) =>
        Known.Where(known => string.CompareOrdinal(known.From, profile.Name) <= 0 && string.CompareOrdinal(profile.Name, known.To) <= 0).Select(known => known.Name);

    static IEnumerable<(string, string, string)> All(params IEnumerable<string> names) => names.Select(name => (name, "", "9"));
}
