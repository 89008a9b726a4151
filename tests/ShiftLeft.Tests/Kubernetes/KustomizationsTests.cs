using ShiftLeft.Kubernetes;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Kubernetes;

public sealed class KustomizationsTests
{
    const string Deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n";

    [Theory]
    [InlineData("patches: [{path: p.yaml}]")]
    [InlineData("patches: [p.yaml]")]
    [InlineData("patchesStrategicMerge: [./p.yaml]")]
    [InlineData("patchesJson6902: [{path: p.yaml, target: {kind: Deployment, name: a}}]")]
    [InlineData("kind: Component\npatches: [{path: p.yaml}]")]
    [InlineData("patches:\n#- path: p.yaml\n- path: q.yaml")]
    [InlineData("resources: [r.yaml]\n#patchesStrategicMerge:\n# - p.yaml")]
    [InlineData("resources: [r.yaml]\npatches:\n#ENABLE_API - path: p.yaml")]
    public void A_patch_is_known_by_the_kustomization_that_names_it(string kustomization) => Assert.True(Read(kustomization).IsPatch("app/p.yaml"));

    [Theory]
    [InlineData("resources: [p.yaml]\npatches: [{path: p.yaml}]")]
    [InlineData("resources:\n- r.yaml\n#- p.yaml\npatches: []")]
    [InlineData("patches: [{path: ../p.yaml}]")]
    [InlineData("patches: [{patch: p.yaml, target: {kind: Deployment}}]")]
    public void Anything_else_is_a_file_of_its_own(string kustomization) => Assert.False(Read(kustomization).IsPatch("app/p.yaml"));

    [Theory]
    [InlineData("app/manager_config_patch.yaml", "resources: [a.yaml]", true)]
    [InlineData("app/patch.yml", "", true)]
    [InlineData("app/manager-patch.yaml", "resources: [manager-patch.yaml]", false)]
    [InlineData("app/dispatch.yaml", "", false)]
    [InlineData("other/x_patch.yaml", "", false)]
    public void A_file_called_patch_beside_a_kustomization_is_one(string path, string kustomization, bool expected) =>
        Assert.Equal(expected, Kustomizations.Read([new("app/kustomization.yaml", kustomization)], []).IsPatch(path));

    [Theory]
    [InlineData("patches: [{path: p.yaml}]")]
    [InlineData("patches: [{path: json.yaml, target: {kind: Deployment}}]")]
    [InlineData("patchesStrategicMerge:\n- |\n  apiVersion: apps/v1\n  kind: Deployment\n  metadata: {name: a}")]
    [InlineData("patches:\n- patch: |\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: a}")]
    public void What_a_patch_names_is_changed(string kustomization)
    {
        var read = Read(kustomization);
        Assert.True(read.Change(Object(Deployment)));
        Assert.False(read.Change(Object(Deployment.Replace("Deployment", "StatefulSet", StringComparison.Ordinal))));
    }

    static Kustomizations Read(string kustomization) => Kustomizations.Read([new("app/kustomization.yaml", kustomization)], [new("app/p.yaml", Deployment)]);

    static KubernetesObject Object(string text) => ManifestFile.Read(new SourceText("a.yaml", text)).Objects.Single();
}
