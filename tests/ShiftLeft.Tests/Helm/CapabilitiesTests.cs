using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Tests.Verdicts;

namespace ShiftLeft.Tests.Helm;

/// <summary>The expected texts are what helm 3.17.2, 4.1.4 and 4.2.3 write; 4.3 is built with the client library of Kubernetes 1.37.</summary>
public sealed class CapabilitiesTests
{
    [Fact]
    public void A_kube_version_is_text_alone_and_a_struct_in_a_pipe()
    {
        const string Template = "{{ .Capabilities.KubeVersion }} {{ printf \"%s\" .Capabilities.KubeVersion }} {{ .Capabilities.KubeVersion.Major }} {{ .Capabilities.KubeVersion.Minor }} {{ .Capabilities.KubeVersion.GitVersion }}";
        Assert.Equal("v1.32.0 {v1.32.0 1 32} 1 32 v1.32.0", Render(HelmProfile.Helm317, Template));
        Assert.Equal("v1.35.0 {v1.35.0 v1.35.0 1 35} 1 35 v1.35.0", Render(HelmProfile.Helm41, Template));
        Assert.Equal("v1.36.0 {v1.36.0 v1.36.0 1 36} 1 36 v1.36.0", Render(HelmProfile.Helm42, Template));
        Assert.Equal("v1.37.0 {v1.37.0 v1.37.0 1 37} 1 37 v1.37.0", Render(HelmProfile.Helm43, Template));
    }

    [Theory]
    [InlineData("1.19", "v1.19.0 v1.19.0", "v1.19 v1.19")]
    [InlineData("v1.19.3", "v1.19.3 v1.19.3", "v1.19.3 v1.19.3")]
    [InlineData("1.19.0-gke.1+b", "v1.19.0-gke.1+b v1.19.0-gke.1+b", "v1.19.0 v1.19.0-gke.1+b")]
    [InlineData("1", "v1.0.0 v1.0.0", "invalid kube version '1': illegal version string \"1\"")]
    [InlineData("foo", "invalid kube version 'foo': Invalid Semantic Version", "invalid kube version 'foo': could not parse \"foo\" as version")]
    [InlineData("1.2.3.4", "invalid kube version '1.2.3.4': Invalid Semantic Version", "v1.2.3.4 v1.2.3.4")]
    [InlineData("01.2.3", "v1.2.3 v1.2.3", "invalid kube version '01.2.3': illegal zero-prefixed version component \"01\" in \"01.2.3\"")]
    [InlineData("1.02", "v1.2.0 v1.2.0", "v1.2 v1.02")]
    [InlineData("1.22+", "invalid kube version '1.22+': Invalid Semantic Version", "v1.22 v1.22+")]
    [InlineData("1.22.", "invalid kube version '1.22.': Invalid Semantic Version", "v1.22 v1.22.")]
    [InlineData(" 1.20", "invalid kube version ' 1.20': Invalid Semantic Version", "v1.20 v 1.20")]
    [InlineData("1.2\nx", "invalid kube version '1.2\nx': Invalid Semantic Version", "invalid kube version '1.2\nx': could not parse \"1.2\\nx\" as version")]
    [InlineData("1.99999999999999999999", "invalid kube version '1.99999999999999999999': Error parsing version segment: strconv.ParseUint: parsing \"99999999999999999999\": value out of range", "invalid kube version '1.99999999999999999999': illegal non-numeric version component \"99999999999999999999\" in \"1.99999999999999999999\": strconv.ParseUint: parsing \"99999999999999999999\": value out of range")]
    [InlineData("1.20.0-", "invalid kube version '1.20.0-': Invalid Semantic Version", "v1.20.0 v1.20.0-")]
    [InlineData("1.2-rc1", "v1.2.0-rc1 v1.2.0-rc1", "v1.2 v1.2-rc1")]
    [InlineData("", "v1.32.0 v1.32.0", "v1.36.0 v1.36.0")]
    public void The_option_is_read_as_each_helm_does(string version, string helm3, string helm4)
    {
        const string Template = "{{ .Capabilities.KubeVersion }} {{ .Capabilities.KubeVersion.Version }}";
        Assert.Equal(helm3, Render(HelmProfile.Helm317, Template, version));
        Assert.Equal(helm4, Render(HelmProfile.Helm42, Template, version));
    }

    [Fact]
    public void Api_versions_are_those_of_each_helm()
    {
        const string Template = "{{ len .Capabilities.APIVersions }} {{ .Capabilities.APIVersions.Has \"apps/v1\" }} {{ .Capabilities.APIVersions.Has \"apps/v1/Deployment\" }} {{ .Capabilities.APIVersions.Has \"autoscaling/v2beta2\" }} {{ .Capabilities.APIVersions.Has \"resource.k8s.io/v1\" }}";
        Assert.Equal("56 true false true false", Render(HelmProfile.Helm317, Template));
        Assert.Equal("57 true false true true", Render(HelmProfile.Helm41, Template));
        Assert.Equal("55 true false false true", Render(HelmProfile.Helm42, Template));
        Assert.Equal("57 true false false true", Render(HelmProfile.Helm43, Template));
    }

    [Fact]
    public void What_Kubernetes_1_37_adds_and_drops_Helm_4_3_does_too()
    {
        string[] older = [.. BuiltinApiVersions.Of(HelmProfile.Helm42)], newer = [.. BuiltinApiVersions.Of(HelmProfile.Helm43)];
        Assert.Equal(["lifecycle.k8s.io/v1alpha1", "scheduling.k8s.io/v1alpha3", "storagemigration.k8s.io/v1"], newer.Except(older));
        Assert.Equal(["scheduling.k8s.io/v1alpha2"], older.Except(newer));
    }

    [Fact]
    public void The_option_adds_api_versions()
    {
        Assert.Equal("true false", Render(HelmProfile.Helm42, "{{ .Capabilities.APIVersions.Has \"x.io/v1/Thing\" }} {{ .Capabilities.APIVersions.Has \"x.io/v1\" }}", null, "x.io/v1/Thing"));
        Assert.EndsWith("apiextensions.k8s.io/v1 x v1]", Render(HelmProfile.Helm42, "{{ .Capabilities.APIVersions }}", null, "x", "v1"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_api_versions_is_helms()
    {
        var probe = VerdictFile.Read("helm-expressions").Cases.Single(probe => probe.GetProperty("expr").GetString() == "{{ .Capabilities.APIVersions | join \",\" }}");
        Assert.Equal(Measured("helm3.17.2"), string.Join(',', BuiltinApiVersions.Of(HelmProfile.Helm317)));
        Assert.Equal(Measured("helm4.1.4"), string.Join(',', BuiltinApiVersions.Of(HelmProfile.Helm41)));
        Assert.Equal(Measured("helm4.2.3"), string.Join(',', BuiltinApiVersions.Of(HelmProfile.Helm42)));

        string? Measured(string helm) => probe.GetProperty(helm).GetProperty("out").GetString();
    }

    [Theory]
    [InlineData("{{ .Capabilities.Missing }}", "can't evaluate field Missing in type interface {}")]
    [InlineData("{{ .Capabilities.KubeVersion.Foo }}", "can't evaluate field Foo in type common.KubeVersion")]
    [InlineData("{{ .Capabilities.APIVersions.Foo }}", "can't evaluate field Foo in type common.VersionSet")]
    [InlineData("{{ .Capabilities.HelmVersion.Foo }}", "can't evaluate field Foo in type version.BuildInfo")]
    [InlineData("{{ .Capabilities.APIVersions.Has \"v1\" \"x\" }}", "wrong number of args for Has: want 1 got 2")]
    public void An_unknown_field_ends_the_rendering(string template, string expected)
    {
        var data = new MapValue();
        data.Entries.Set("Capabilities", Capabilities.Of(HelmProfile.Helm42, null, [], out _)!);
        Assert.Equal(expected, TemplateText.Fail(template, data));
    }

    [Fact]
    public void What_is_printed_knows_its_name()
    {
        var data = new MapValue();
        data.Entries.Set("Capabilities", Capabilities.Of(HelmProfile.Helm42, null, [], out _)!);
        Assert.Equal(".Capabilities.KubeVersion.Version", TemplateText.Render("{{ .Capabilities.KubeVersion.Version }}", data).RunAt(0)!.Value.From!.ToString());
        Assert.Equal("v4.2.3", TemplateText.Render("{{ .Capabilities.HelmVersion.Version }}", data).Text);
        data.Entries.Set("Capabilities", Capabilities.Of(HelmProfile.Default, null, [], out _)!);
        Assert.Equal("v4.3.1", TemplateText.Render("{{ .Capabilities.HelmVersion.Version }}", data).Text);
    }

    static string Render(HelmProfile profile, string template, string? version = null, params string[] apis)
    {
        if (Capabilities.Of(profile, version, apis, out var error) is not { } capabilities) return error!;
        var data = new MapValue();
        data.Entries.Set("Capabilities", capabilities);
        return TemplateText.Render(template, data, profile).Text;
    }
}
