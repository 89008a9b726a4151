using ShiftLeft.Docker;
using ShiftLeft.Images;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>The final image is told to run as root.</summary>
sealed class RootUser : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL2001", "root-user", Level.Error, Profile.Recommended, Since: "0.1")
    {
        Title = "The final image runs as root",
        Why = "A process that is root in the container is root towards the kernel too: a flaw in the runtime or a wrong mount hands over the node. Root can also change everything in its own file system.",
        Fix = "End the final stage with a numeric user, such as `USER 10001`; in .NET images `USER $APP_UID`.",
        References = ["https://docs.docker.com/build/building/best-practices/#user"],
        Equivalents = ["DL3002", "DS-0002", "CKV_DOCKER_8", "kics/last_user_is_root", "CIS-DI-0001"],
        Cwe = [250],
        SecuritySeverity = 7.0,
        Bad = ["FROM debian:12\nUSER [|root|]\n", "FROM debian:12 AS base\nUSER [|0:0|]\nFROM base\nRUN id\n"],
        Good = ["FROM debian:12 AS build\nUSER root\nFROM debian:12\nUSER 10001\n", "ARG U\nFROM debian:12\nARG U\nUSER $U\n"],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        file.FinalStage is { User: { Kind: ImageUserKind.Root, Instruction: { User: { } word } } user } stage
            ? [this.At(stage, word.Location, $"the final image runs as `{user.Name}`")]
            : [];
}
