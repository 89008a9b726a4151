using ShiftLeft.Go.Template;
using ShiftLeft.Helm.Functions;
using ShiftLeft.Tracing;

namespace ShiftLeft.Tests.Go;

public sealed class ParsedTemplatesTests
{
    [Fact]
    public void The_same_text_is_parsed_once_and_belongs_to_each_file()
    {
        const string Text = "{{ define \"a\" }}b{{ end }}c";
        var parsed = new ParsedTemplates(FunctionTable.All, new());
        var one = parsed.Parse(TracedSource.OfFile("x/templates/_one.tpl", new("one/templates/_one.tpl", Text)));
        var other = parsed.Parse(TracedSource.OfFile("x/charts/y/templates/_other.tpl", new("other/templates/_other.tpl", Text)));
        Assert.Equal(["a", "x/templates/_one.tpl"], one.Select(template => template.Name));
        Assert.Equal(["a", "x/charts/y/templates/_other.tpl"], other.Select(template => template.Name));
        Assert.All(one.Zip(other), pair => Assert.Same(pair.First.Root, pair.Second.Root));
        Assert.All(one, template => Assert.Equal("one/templates/_one.tpl", template.Source.Locate(0, 0).Path));
        Assert.All(other, template => Assert.Equal("other/templates/_other.tpl", template.Source.Locate(0, 0).Path));
    }
}
