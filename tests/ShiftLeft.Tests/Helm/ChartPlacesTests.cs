using System.Collections.Immutable;
using ShiftLeft.Helm;
using ShiftLeft.Kubernetes;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Helm;

public sealed class ChartPlacesTests
{
    const string Template = """
        {{- if .Values.enabled }}
        apiVersion: v1
        kind: Pod
        metadata:
          name: {{ .Release.Name }}
        spec:
          containers:
            - name: one
              image: {{ .Values.image | quote }}
            - name: two
              image: debian:12
        {{- end }}
        """;

    const string Rendered = """
        # Source: web/templates/pod.yaml
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
        spec:
          containers:
            - name: one
              image: "nginx:1"
            - name: two
              image: debian:12
        """;

    [Fact]
    public void A_node_is_placed_on_the_line_of_the_template_that_wrote_it()
    {
        var containers = Workload().Containers;
        Assert.Equal(["image: {{ .Values.image | quote }}", "debian:12"], containers.Select(container => Place(container.ImageNode!)));
        Assert.Equal(["one", "two"], containers.Select(container => Place(container.Node["name"]!)));
        Assert.Equal("name: {{ .Release.Name }}", Place(Workload().Object.Anchor));
    }

    static string Place(ShiftLeft.Yaml.YamlNode node) => Workload().Object.Origin.Locate(node).Primary.Text;

    static Workload Workload() => Set.Workloads[0];

    static ManifestSet Set { get; } = ChartManifests.Read(
        new("web", ChartEnvironment.Only, [new(new("web/templates/pod.yaml", Rendered), new("web/templates/pod.yaml", Template))], []), ImmutableDictionary<string, string>.Empty);
}
