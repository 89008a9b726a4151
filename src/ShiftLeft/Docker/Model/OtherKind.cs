using ShiftLeft.Docker.Syntax;
using ShiftLeft.Images;
using ShiftLeft.Text;

namespace ShiftLeft.Docker;

/// <summary>What a file is that is called like a Dockerfile and is none: a template, the input of another frontend, or something else altogether.</summary>
static class OtherKind
{
    /// <summary>Unknown instructions in a file without a stage, above which it is taken for something else when they are the most.</summary>
    const int ManyUnknown = 8;

    /// <summary>What no Dockerfile has in these; what a shell reads and what labels say may hold anything.</summary>
    static bool IsPlain(string name) => name is "FROM" or "EXPOSE" or "USER" or "WORKDIR" or "COPY" or "ADD" or "VOLUME" or "STOPSIGNAL";

    /// <summary>A mark of another tool where an instruction begins, or in one that cannot hold it.</summary>
    public static Problem? Template(DockerfileSyntax syntax)
    {
        var stages = syntax.Instructions.Where(line => line is { Name: "FROM", Words.Length: 3 }).Select(line => line.Words[2].Text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var line in syntax.Instructions)
        {
            var text = syntax.Source.Content;
            var keyword = line.Keyword.Location.Span;
            if (!InstructionCheck.IsKeyword(line.Name) && TemplateMarks.FindAtStart(text, Span.FromBounds(keyword.Start, line.Location.Span.End)) is { } first && first.Start == keyword.Start) return Template(syntax.Source, first);
            if (line is { Name: "FROM", Words: [var image, ..] } && IsPlaceholder(image.Text) && !stages.Contains(image.Text)) return Template(syntax.Source, image.Location.Span);
            if (IsPlain(line.Name) && TemplateMarks.FindAnywhere(text, EndOf(line), withDollars: false) is { } mark) return Template(syntax.Source, mark);
        }
        // A piece that a template takes in has no stage of its own.
        var hasStage = syntax.Instructions.Any(line => line.Name == "FROM");
        return hasStage || TemplateMarks.FindAnywhere(syntax.Source.Content, new(0, syntax.Source.Content.Length), withDollars: false) is not { } piece || syntax.Source.Content[piece.Start] is '@' or '%' ? null : Template(syntax.Source, piece);
    }

    /// <summary>Words in capitals, joined together or speaking of images, which no image is called: <c>REPLACE-ME</c>, <c>BASEIMAGE</c>, <c>__BASE__</c>.</summary>
    static bool IsPlaceholder(string image) =>
        image.Split(':', '@')[0] is var name && (name.AsSpan().IndexOfAny('_', '-') >= 0 || name.Contains("IMAGE", StringComparison.Ordinal)) && name.Any(char.IsAsciiLetterUpper) && name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is '_' or '-');

    /// <summary>A mark in an instruction that is refused, and would not be once the template is filled in.</summary>
    public static Problem? Template(DockerfileSyntax syntax, IEnumerable<Problem> problems)
    {
        var refused = problems.Select(problem => problem.Location.Span.Start).Order().ToArray();
        foreach (var line in syntax.Instructions)
        {
            if (line.Name is not ("ENV" or "LABEL" or "ARG" or "FROM") || TemplateMarks.FindAnywhere(syntax.Source.Content, EndOf(line), withDollars: false) is not { } mark) continue;
            var first = Array.BinarySearch(refused, line.Location.Span.Start) is var found && found < 0 ? ~found : found;
            if (first < refused.Length && refused[first] <= line.Location.Span.End) return Template(syntax.Source, mark);
        }
        return null;
    }

    static Span EndOf(InstructionSyntax line) => Span.FromBounds(line.Keyword.Location.Span.End, Math.Max(line.Keyword.Location.Span.End, line.Heredocs.IsEmpty ? line.Location.Span.End : line.Heredocs[0].Body.Span.Start));

    static Problem Template(SourceText source, Span mark) =>
        new("template", new(source, mark), $"the file is a template of another tool and no Dockerfile before `{Short(source[mark])}` is filled in, so nothing in it was judged");

    /// <summary>Whether few of the lines begin with an instruction, and none is a <c>FROM</c> that a builder would take.</summary>
    public static bool IsNoDockerfile(DockerfileSyntax syntax)
    {
        var known = syntax.Instructions.Where(line => InstructionCheck.IsKeyword(line.Name)).ToList();
        var unknown = syntax.Instructions.Length - known.Count;
        var froms = known.Where(line => line.Name == "FROM").ToList();
        if (unknown == 0 || froms.Exists(IsFrom)) return false;
        // `from x import y` of a script is no instruction that somebody misspelt.
        if (froms.Count > 0) return unknown > known.Count && (unknown >= ManyUnknown || froms.TrueForAll(line => line.Keyword.Text == "from"));
        return known.Count == 0 || (unknown >= ManyUnknown && unknown > known.Count);
    }

    static bool IsFrom(InstructionSyntax line) => line.Words.Length == 1 || (line.Words.Length == 3 && line.Words[1].Text.Equals("AS", StringComparison.OrdinalIgnoreCase));

    public static Problem NoDockerfile(DockerfileSyntax syntax) =>
        new("no-dockerfile", syntax.Instructions[0].Keyword.Location, "the file is no Dockerfile: it has no `FROM` of an image, and most of its lines begin with no instruction");

    /// <summary>A file for a frontend that is not Docker's own may be of any form.</summary>
    public static Problem? OtherFrontend(DockerfileSyntax syntax) =>
        syntax.Frontend is { } frontend && ImageReference.Parse(frontend.Text) is { } image && !image.ShortName.StartsWith("dockerfile", StringComparison.Ordinal)
            ? new("other-frontend", frontend.Location, $"the file is read by the frontend `{Short(image.FamiliarName)}` and has not the form of a Dockerfile, so nothing in it was judged")
            : null;

    /// <summary>The lines that git leaves in a file where two versions are to be merged: one fault, however many there are.</summary>
    public static Problem? Conflict(DockerfileSyntax syntax)
    {
        var first = syntax.Instructions.FirstOrDefault(line => line.Keyword.Text == "<<<<<<<");
        return first is not null && syntax.Instructions.Any(line => line.Keyword.Text == ">>>>>>>")
            ? new("merge-conflict", first.Location, "the file holds a merge conflict that nobody resolved")
            : null;
    }

    public static bool IsConflictMark(string text) => text is "<<<<<<<" or "=======" or ">>>>>>>" or "|||||||";

    static string Short(string text) => text.Length <= 60 ? text : text[..57] + "…";
}
