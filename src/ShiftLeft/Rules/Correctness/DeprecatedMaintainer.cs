using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>MAINTAINER.</summary>
sealed class DeprecatedMaintainer : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8013", "deprecated-maintainer", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "MAINTAINER is deprecated",
        Why = "Tools read labels; the instruction has been deprecated since 2017.",
        Fix = "Write `LABEL org.opencontainers.image.authors=\"…\"`.",
        References = ["https://docs.docker.com/reference/build-checks/maintainer-deprecated/"],
        Equivalents = ["DL4000", "DS-0022", "CKV_DOCKER_6", "BuildKit/MaintainerDeprecated", "kics/maintainer_instruction_being_used"],
        Bad = ["FROM debian:12\n[|MAINTAINER me|]\n"],
        Good = ["FROM debian:12\nLABEL org.opencontainers.image.authors=\"me\"\n"],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from instruction in file.Syntax.Instructions
        where instruction.Name == "MAINTAINER"
        let fix = DockerFindings.Replace("Write a label", instruction.Location, $"LABEL org.opencontainers.image.authors=\"{instruction.Arguments.Text.Trim('"')}\"")
        select file.StageAt(instruction.Location.Span.Start) is { } stage ? this.At(stage, instruction.Location, "`MAINTAINER` is deprecated", fix) : At(instruction.Location, "`MAINTAINER` is deprecated");
}
