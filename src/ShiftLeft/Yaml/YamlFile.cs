using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Yaml;

/// <summary>A file of YAML documents. A document that cannot be read is a problem, and the others are read all the same.</summary>
/// <param name="source">The text.</param>
/// <param name="documents">The roots of the documents that hold something.</param>
/// <param name="problems">What cannot be read: syntax errors, exceeded budgets.</param>
sealed class YamlFile(SourceText source, ImmutableArray<YamlNode> documents, ImmutableArray<Problem> problems)
{
    /// <summary>Finds the comments when they are asked for; null where there are none, or nobody asks.</summary>
    readonly CommentReader? comments;

    public YamlFile(SourceText source, ImmutableArray<YamlNode> documents, ImmutableArray<Problem> problems, CommentReader comments) : this(source, documents, problems) => this.comments = comments;

    /// <summary>The code of a document that is no YAML.</summary>
    public const string SyntaxProblem = "yaml-syntax";

    public SourceText Source => source;
    public ImmutableArray<YamlNode> Documents => documents;
    public ImmutableArray<Problem> Problems => problems;
    /// <summary>The parts of the file that the problems are of, a document each.</summary>
    public ImmutableArray<Span> Unread { get; init; } = [];
    /// <summary>Keys that stand a second time in their mapping, some hundreds at most.</summary>
    public ImmutableArray<YamlScalar> RepeatedKeys { get; init; } = [];
    /// <summary>All of them, with what they speak of.</summary>
    public ImmutableArray<Comment> Comments => field.IsDefault ? field = comments?.Read() ?? [] : field;

    /// <summary>Reads a file that is not Kubernetes': YAML 1.2, as this project's own policies and GitHub's files are written. Its comments are not read.</summary>
    public static YamlFile Parse(SourceText source) => GeneralYaml.Read(source);

    /// <summary>Reads a file of manifests as <c>kubectl</c> does.</summary>
    public static YamlFile ParseManifests(SourceText source) => ManifestYaml.Read(source, static document => document.Length);

    /// <param name="source">The text.</param>
    /// <param name="lengthToRead">How much of a document is to be read: what follows is nothing that anybody asks for.</param>
    public static YamlFile ParseManifests(SourceText source, Func<ReadOnlySpan<char>, int> lengthToRead) => ManifestYaml.Read(source, lengthToRead);

    /// <summary>Reads what a chart renders to; problems are in Go's words.</summary>
    public static YamlFile ParseRendered(SourceText source) => ManifestYaml.ReadRendered(source);

    public static string RepetitionOf(YamlScalar key) => $"the key `{Short(key.Value)}` is given twice in this mapping; the last one wins";

    internal static string Short(ReadOnlySpan<char> text) => text.Length <= 60 ? text.ToString() : $"{text[..57]}…";
}
