using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>ENV or LABEL without an equals sign.</summary>
sealed class LegacyKeyValue : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8012", "legacy-key-value", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "A name and its value are separated by a blank",
        Why = "In the old form all the rest of the line is the value, a second pair included, which surprises. Builders warn of it.",
        Fix = "Write `ENV name=value`.",
        References = ["https://docs.docker.com/reference/build-checks/legacy-key-value-format/"],
        Equivalents = ["BuildKit/LegacyKeyValueFormat", "sonar/S6574"],
        Bad =
        [
            """
            FROM node:24-slim
            ENV [|NODE_ENV production|]
            WORKDIR /srv/web
            COPY . .
            RUN npm ci
            USER 1000
            CMD ["node", "server.js"]

            """,
        ],
        Good =
        [
            """
            FROM node:24-slim
            ENV NODE_ENV=production
            WORKDIR /srv/web
            COPY . .
            RUN npm ci
            USER 1000
            CMD ["node", "server.js"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        from instruction in stage.Written.OfType<AssignmentInstruction>()
        where instruction.IsLegacy && instruction.Assignments.Length == 1
        let assignment = instruction.Assignments[0]
        select this.At(stage, instruction.Arguments, Message(assignment), Fix(assignment));

    static string Message(Assignment assignment) => assignment.Raw is ['=', ..] value
        ? $"the blank before the equals sign makes the sign a part of the value: `{assignment.Name}` is set to `{(value.Length <= 60 ? value : value[..57] + "…")}`"
        : $"`{assignment.Name}` is set without an equals sign";

    static Fix? Fix(Assignment assignment)
    {
        if (assignment.Raw is not { } raw || raw.StartsWith('=') || raw.Contains('\n', StringComparison.Ordinal) || raw.AsSpan().IndexOfAny('"', '\'', '\\') >= 0) return null;
        var value = raw.Contains(' ', StringComparison.Ordinal) ? $"\"{raw}\"" : raw;
        return DockerFindings.Replace("Write an equals sign", assignment.Location, $"{assignment.Name}={value}");
    }
}
