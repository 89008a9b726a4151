using ShiftLeft.Kubernetes;

namespace ShiftLeft.Tests.Kubernetes;

public sealed class CustomResourceTests
{
    const string Definition = """
        # made by a generator
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          annotations:
            a: b
          name: shops.example.org

        spec:
          group: example.org
          versions:
          - name: v1
            schema: "# shiftleft:ignore no-such-rule"

        """;

    [Theory]
    [InlineData("")]
    [InlineData("status:\n  conditions: []\n")]
    [InlineData("# the end\n")]
    public void Of_a_definition_the_spec_is_not_read(string behind)
    {
        foreach (var text in new[] { Definition + behind, (Definition + behind).ReplaceLineEndings("\r\n") })
        {
            var file = ManifestFile.Read(new("crd.yaml", text));
            var definition = Assert.Single(file.Objects);
            Assert.Equal(("CustomResourceDefinition", "shops.example.org", null), (definition.Kind, definition.Name, definition.Root["spec"]?.Path));
            Assert.Equal("made by a generator", Assert.Single(file.Comments, comment => comment.Text != "the end").Text);
        }
    }

    [Fact]
    public void Documents_around_a_definition_are_read()
    {
        var file = ManifestFile.Read(new("all.yaml", $"apiVersion: v1\nkind: Pod\nspec: {{}}\n{Definition}---\napiVersion: v1\nkind: Service\nspec: {{}} # last\n"));
        Assert.Equal(["Pod", "CustomResourceDefinition", "Service"], file.Objects.Select(item => item.Kind));
        Assert.NotNull(file.Objects[2].Root["spec"]);
        Assert.Equal(["made by a generator", "last"], file.Comments.Select(comment => comment.Text));
    }

    [Theory]
    [InlineData("kind: CustomResourceDefinition", "kind: CustomResourceDefinition\nkind: Pod")]
    [InlineData("status:", "kind: Pod")]
    [InlineData("  name: shops.example.org", "  name: shops.example.org\rkind: Pod")]
    [InlineData("  name: shops.example.org", "  name: shops.example.org\u2028kind: Pod")]
    [InlineData("status:", "\"kind\": Pod")]
    [InlineData("status:", "? kind\n: Pod")]
    [InlineData("apiVersion: apiextensions.k8s.io/v1", "apiVersion: example.org/v1")]
    [InlineData("metadata:", "metadata: {}\nother:")]
    public void What_looks_otherwise_is_read_whole(string written, string instead)
    {
        var text = (Definition + "status:\n  a: b\n").Replace(written, instead, StringComparison.Ordinal);
        Assert.Equal(text.Length, CustomResource.LengthToRead(text));
    }
}
