using ShiftLeft.Docker;
using ShiftLeft.Docker.Shell;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A comment behind a command, at the end of a line that goes on: the shell takes all that follows for the comment.</summary>
sealed class SwallowedByComment : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8040", "swallowed-by-comment", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A comment swallows the rest of its step",
        Why = "The builder joins lines that end with a backslash before a shell reads them, and takes out only lines that are a comment as a whole. A hash behind a command makes all that is joined to its line a comment: it is never run, and nobody says so.",
        Fix = "Put the comment on a line of its own, where the builder takes it out.",
        References = ["https://docs.docker.com/reference/dockerfile/#format"],
        Bad =
        [
            """
            FROM debian:13-slim
            RUN apt-get update \
                && apt-get install -y --no-install-recommends curl [|# for the health check|] \
                && [1|rm -rf /var/lib/apt/lists/*|]
            COPY orders /usr/local/bin/orders

            """,
        ],
        Good =
        [
            """
            FROM debian:13-slim
            RUN apt-get update \
                # for the health check \
                && apt-get install -y --no-install-recommends curl \
                && rm -rf /var/lib/apt/lists/* # the index is of no use in the image
            COPY orders /usr/local/bin/orders

            """,
            """
            # In a heredoc a comment ends with its line.
            FROM debian:13-slim
            RUN <<EOF
            set -e
            update-ca-certificates # the private one too \
            rm -rf /tmp/*
            EOF

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        from instruction in stage.Written
        where instruction is RunInstruction or CommandInstruction or HealthcheckInstruction
        from comment in stage.Script(instruction).JoinedComments
        let end = EndOfLine(comment)
        let lost = Trim(comment.Text, Span.FromBounds(end, comment.Length))
        where !lost.IsEmpty && comment.Text[lost.Start] != '#'
        select this.At(stage, comment.LocationOf(Trim(comment.Text, Span.FromBounds(0, end))), $"the comment goes on to the end of the step: `{Short(comment.Text.Substring(lost.Start, lost.Length))}` is never run")
            with { Related = [new(comment.LocationOf(lost), "this is a part of the comment")] };

    /// <summary>Where the first line of a joined comment ends.</summary>
    static int EndOfLine(MappedText comment)
    {
        var length = 0;
        var end = -1;
        foreach (var piece in comment.Pieces(new(0, comment.Length)))
        {
            if (end >= 0 && comment.Source.Content.AsSpan(end, Math.Max(0, piece.Start - end)).Contains('\n')) return length;
            (length, end) = (length + piece.Length, piece.End);
        }
        return comment.Length;
    }

    static Span Trim(string text, Span span)
    {
        var (start, end) = (span.Start, span.End);
        while (start < end && (char.IsWhiteSpace(text[start]) || (text[start] is '&' or '|' or ';' && start > 0))) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        return Span.FromBounds(start, end);
    }

    static string Short(string text) => text.Length <= 60 ? text : text[..57] + "…";
}
