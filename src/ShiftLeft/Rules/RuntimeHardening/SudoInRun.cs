using ShiftLeft.Docker;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>sudo in a build.</summary>
sealed class SudoInRun : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL2004", "sudo-in-run", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A build step uses sudo",
        Why = "sudo in an image is a way to root that stays there for whoever gets in. The build is root already where no `USER` is set, and `USER` switches without it.",
        Fix = "Remove `sudo`; put `USER root` before the step and the service's user after it.",
        Equivalents = ["DL3004", "DS-0010", "CKV2_DOCKER_1", "kics/run_using_sudo", "DKL-DI-0001"],
        Cwe = [250],
        SecuritySeverity = 4.5,
        Bad = ["FROM debian:12\nRUN [|sudo|] apt-get update\n"],
        Good = ["FROM debian:12\nRUN apt-get install -y sudo\n"],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from found in file.Commands()
        where found.Command.Name == "sudo"
        select this.At(found.Stage, found.Command.NameWord.Location, "a build step runs `sudo`");
}
