using ShiftLeft.Docker;
using ShiftLeft.Docker.Syntax;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A comment above ARG or a named stage that describes something else.</summary>
sealed class DefinitionDescription : Rule<Dockerfile>
{
    const string Peer = "InvalidDefinitionDescription";

    public override RuleInfo Info { get; } = new("SL8035", "definition-description", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "A description does not begin with the name that it describes",
        Why = "`docker build --call=outline` shows the comment above an argument or a stage as its description only if it begins with the name. The file asks for this check, which is off elsewhere.",
        Fix = "Write `# NAME what it is for`, or put an empty comment line between a comment that describes nothing and the instruction.",
        References = ["https://docs.docker.com/reference/build-checks/invalid-definition-description/"],
        Equivalents = ["BuildKit/InvalidDefinitionDescription"],
        Bad =
        [
            """
            # check=experimental=InvalidDefinitionDescription
            # the version of the runtime
            [|ARG VERSION=22|]
            FROM node:${VERSION}-alpine

            """,
            """
            # check=experimental=all
            FROM node:22-alpine AS base
            WORKDIR /app
            # runs the tests
            [|FROM base AS test|]
            RUN npm test

            """,
        ],
        Good =
        [
            """
            # check=experimental=InvalidDefinitionDescription
            # VERSION of the runtime
            ARG VERSION=22
            FROM node:${VERSION}-alpine

            """,
            """
            # the version of the runtime
            ARG VERSION=22
            FROM node:${VERSION}-alpine

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from instruction in file.Syntax.Instructions
        where instruction.CommentsAbove.Length > 0 && Asks(file, instruction)
        let names = Names(instruction)
        where names.Count > 0 && !names.Contains(instruction.CommentsAbove[^1].Split(' ')[0])
        select At(instruction.Location, $"the comment above does not begin with `{names[0]}`, so it describes nothing");

    static bool Asks(Dockerfile file, InstructionSyntax instruction) =>
        file.Syntax.Check.Tries(Peer) || instruction.CommentsAbove.Select(CheckOptions.OfComment).FirstOrDefault(options => options is not null)?.Tries(Peer) == true;

    static List<string> Names(InstructionSyntax instruction) => instruction.Name switch
    {
        "ARG" => [.. instruction.Words.Select(word => word.Text.Split('=', 2)[0])],
        "FROM" when instruction.Words.Length == 3 => [instruction.Words[2].Text.ToLowerInvariant()],
        _ => [],
    };
}
