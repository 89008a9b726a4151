using ShiftLeft.Docker;
using ShiftLeft.Docker.Syntax;

namespace ShiftLeft.Rules.Correctness;

/// <summary>Instructions in capitals and in lower case side by side.</summary>
sealed class InconsistentInstructionCasing : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8010", "inconsistent-instruction-casing", Level.Info, Profile.All, Since: "0.1")
    {
        Title = "An instruction is cased unlike the others",
        Why = "It is a matter of reading: instructions stand out when they look alike.",
        Fix = "Write all instructions in capitals.",
        References = ["https://docs.docker.com/reference/build-checks/consistent-instruction-casing/"],
        Equivalents = ["BuildKit/ConsistentInstructionCasing", "sonar/S6476"],
        Bad =
        [
            """
            FROM node:24-slim
            WORKDIR /srv/web
            COPY . .
            [|run|] npm ci --omit=dev
            USER 1000
            CMD ["node", "server.js"]

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
            from node:24-slim
            workdir /srv/web
            copy . .
            run npm ci --omit=dev
            user 1000
            cmd ["node", "server.js"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        // Like BuildKit, the arguments above the first FROM are left out.
        var keywords = file.Stages.SelectMany(stage => stage.Instructions.Prepend(stage.From)).Where(instruction => InstructionCheck.IsKeyword(instruction.Name)).Select(instruction => instruction.Syntax.Keyword).ToList();
        var lower = keywords.Count(word => !word.Text.Any(char.IsAsciiLetterUpper));
        var upper = keywords.Count(word => !word.Text.Any(char.IsAsciiLetterLower));
        var wantsUpper = upper >= lower;
        foreach (var word in keywords)
        {
            var wanted = wantsUpper ? word.Text.ToUpperInvariant() : word.Text.ToLowerInvariant();
            if (word.Text != wanted) yield return At(word.Location, $"`{word.Text}` is cased unlike the file's other instructions", DockerFindings.Replace($"Write `{wanted}`", word.Location, wanted));
        }
    }
}
