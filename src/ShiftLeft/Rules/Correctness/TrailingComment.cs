using ShiftLeft.Docker;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A hash behind an instruction that is meant to be a comment and is an argument.</summary>
sealed class TrailingComment : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8038", "trailing-comment", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A comment behind an instruction is read as its argument",
        Why = "In a Dockerfile a comment is a line of its own. Behind an instruction the hash and all that follows belong to the value: the user is called `1000 # app`, and `COPY` copies to the last word of the remark.",
        Fix = "Put the comment on a line of its own, above the instruction.",
        References = ["https://docs.docker.com/reference/dockerfile/#format"],
        Bad =
        [
            """
            FROM node:22-alpine
            WORKDIR /app
            COPY --chown=1000 . .
            USER 1000 [|# the user of the base image|]
            CMD ["node", "server.js"]

            """,
            """
            FROM debian:13-slim
            ARG PORT=8080 [|# as in the chart|]
            COPY service /usr/local/bin/
            ENTRYPOINT ["service"]

            """,
        ],
        Good =
        [
            """
            FROM node:22-alpine
            WORKDIR /app
            COPY --chown=1000 . .
            # the user of the base image
            USER 1000
            CMD ["node", "server.js"]

            """,
            """
            FROM debian:13-slim
            RUN apt-get update # a shell knows comments
            ENV COLOUR=#ff8800
            COPY '#notes' /notes/

            """,
        ],
    };

    // Where the hash is refused, that is told instead.
    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        from instruction in stage.Written
        where instruction.Name is "USER" or "WORKDIR" or "VOLUME" or "COPY" or "ADD" or "ARG" || instruction is AssignmentInstruction { IsLegacy: true }
        where !instruction.Syntax.IsJson
        let hash = Find(instruction.Syntax)
        where hash > 0
        select this.At(stage, instruction.Syntax.Arguments.LocationOf(Span.FromBounds(hash, instruction.Syntax.Arguments.Length)), $"this is no comment but a part of what `{instruction.Name}` takes");

    /// <summary>A hash between blanks, behind something and outside quotes; alone before a word, only where no value could begin so.</summary>
    static int Find(InstructionSyntax syntax)
    {
        var text = syntax.Arguments.Text;
        var mayBeginValue = syntax.Name is "ENV" or "LABEL" or "COPY" or "ADD";
        var quote = '\0';
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (quote == '\0' && c is '\'' or '"') quote = c;
            else if (c == quote) quote = '\0';
            else if (quote == '\0' && c == '#' && at > 0 && char.IsWhiteSpace(text[at - 1]) && (!mayBeginValue || (at + 1 < text.Length && char.IsWhiteSpace(text[at + 1])))) return at;
        }
        return -1;
    }
}
