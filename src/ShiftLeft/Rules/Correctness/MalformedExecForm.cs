using ShiftLeft.Docker.Syntax;
using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>An exec form that is no JSON and thus runs through a shell.</summary>
sealed class MalformedExecForm : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8003", "malformed-exec-form", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "An exec form is not valid JSON",
        Why = "The builder takes it as shell form without a word: a program called `[` is started with the rest as its arguments.",
        Fix = "Use double quotes and no trailing comma: `[\"a\", \"b\"]`.",
        Equivalents = ["sonar/S7030"],
        Bad =
        [
            """
            FROM node:24-slim
            WORKDIR /srv/web
            COPY . .
            RUN npm ci --omit=dev
            USER 1000
            CMD [|['node', 'server.js']|]

            """,
        ],
        Good =
        [
            """
            FROM node:24-slim
            WORKDIR /srv/web
            COPY . .
            RUN npm ci --omit=dev
            USER 1000
            CMD ["node", "server.js"]

            """,
            """
            # The brackets are the shell's test.
            FROM node:24-slim
            WORKDIR /srv/web
            COPY . .
            RUN [ -f package-lock.json ] && npm ci --omit=dev

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        from instruction in stage.Instructions
        where instruction is CommandInstruction or RunInstruction && LooksLikeExec(instruction.Syntax)
        select this.At(stage, instruction.Arguments, $"the arguments of `{instruction.Name}` are no JSON array, so they are given to a shell");

    /// <summary>Brackets around a list whose first element is quoted in some way; a test such as <c>[ -f x ]</c> is none.</summary>
    internal static bool LooksLikeExec(InstructionSyntax syntax)
    {
        if (syntax.IsJson) return false;
        var text = syntax.Arguments.Text.AsSpan().Trim();
        return text is ['[', .., ']'] && text[1..].TrimStart() is ['\'' or '"' or '\u201C' or '\u2018', ..] && (text.Contains(',') || text[1..^1].Trim() is ['\'', .., '\''] or ['"', .., '"']);
    }
}
