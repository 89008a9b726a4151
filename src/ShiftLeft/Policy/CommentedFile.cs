using System.Collections.Immutable;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Policy;

enum CommentSyntax { Dockerfile, Yaml, Template }

/// <summary>A file in which a comment can accept findings.</summary>
sealed record CommentedFile(SourceText Source, CommentSyntax Syntax)
{
    /// <summary>The file as it was read, where it was.</summary>
    public DockerfileSyntax? Dockerfile { get; init; }
    public YamlFile? Yaml { get; init; }

    /// <summary>The comments of a file that may hold one that accepts something; most hold none.</summary>
    public ImmutableArray<Comment> Accepting() => !InlineSuppressions.MayBeIn(Source.Content) ? [] : Syntax switch
    {
        CommentSyntax.Dockerfile => (Dockerfile ?? DockerfileParser.Parse(Source)).Comments,
        CommentSyntax.Template => TemplateComments.Read(Source),
        _ => (Yaml ?? YamlFile.ParseManifests(Source)).Comments,
    };
}
