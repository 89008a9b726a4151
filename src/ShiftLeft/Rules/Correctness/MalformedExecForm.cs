using ShiftLeft.Docker;
using ShiftLeft.Docker.Shell;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Text;

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
        Parts = [new(["CMD", "ENTRYPOINT"], "BuildKit/JSONArgsRecommended")],
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
        from instruction in stage.Written
        where LooksLikeExec(instruction.Syntax) && (IsQuoted(instruction.Syntax) || instruction is not RunInstruction || ShellKind.Of(stage, instruction).IsPosix)
        select this.At(stage, Place(instruction), instruction.Name switch
        {
            "COPY" or "ADD" => $"the arguments of `{instruction.Name}` are no JSON array, so the first source is `{FirstWord(instruction)}`",
            "VOLUME" => $"the arguments of `VOLUME` are no JSON array, so the first path is `{FirstWord(instruction)}`",
            _ => $"the arguments of `{instruction.Name}` are no JSON array, so they are given to a shell",
        });

    static Location Place(Instruction instruction) => instruction is HealthcheckInstruction { Command: [var command, ..] } ? command.Location : instruction.Arguments;

    static string FirstWord(Instruction instruction) => instruction.Expand(instruction.Syntax.Words[0]).Text ?? instruction.Syntax.Words[0].Text;

    /// <summary>
    /// A bracket that no shell and no path would begin with. A test such as <c>[ -f x ]</c> has a blank behind it, and a pattern such as
    /// <c>[a-z]*</c> holds no quotes.
    /// </summary>
    internal static bool LooksLikeExec(InstructionSyntax syntax)
    {
        if (syntax.IsJson || syntax.Words.IsEmpty) return false;
        switch (syntax.Name)
        {
            case "VOLUME":
                return syntax.Words[0].Text.StartsWith('[');
            case "COPY" or "ADD":
                return syntax.Arguments.Text is ['[', .. var list] && list.TrimStart() is [var quote, ..] && IsQuote(quote);
            case "HEALTHCHECK":
                return syntax.Words is [_, var command] && IsList(command.Text);
            default:
                return syntax.Name is "RUN" or "CMD" or "ENTRYPOINT" && IsList(syntax.Arguments.Text);
        }
    }

    /// <summary>In PowerShell a type stands in brackets; no quote follows them there either.</summary>
    static bool IsQuoted(InstructionSyntax syntax) => syntax.Arguments.Text is ['[', .. var list] && list.TrimStart() is [var first, ..] && IsQuote(first);

    static bool IsList(string text)
    {
        if (text is not ['[', var next, ..]) return text == "[";
        if (!char.IsWhiteSpace(next)) return next != '[';
        // Behind a blank it is a list only if a comma follows the first quoted word.
        var first = text.AsSpan(1).TrimStart();
        if (first.IsEmpty || !IsQuote(first[0])) return false;
        var close = first[1..].IndexOfAny("'\"\u201D\u2019");
        return close >= 0 && first[(close + 2)..].TrimStart() is [',', ..];
    }

    static bool IsQuote(char c) => c is '\'' or '"' or '\u201C' or '\u201D' or '\u2018' or '\u2019';
}
