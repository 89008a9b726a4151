using ShiftLeft.Docker.Shell;
using ShiftLeft.Docker;
using System.Collections.Frozen;

namespace ShiftLeft.Rules.RuntimeDefence;

/// <summary>Tools in the final image that help an intruder and hide among normal work.</summary>
sealed class AttackToolInImage : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL5001", "attack-tool-in-image", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "The final image holds tools that serve an intruder",
        Why = "Scanners, tracers and remote shells are what an intruder would have to bring along, which runtime detection sees. Installed, they are quiet.",
        Fix = "Leave the package out of the final stage; debug with an ephemeral container: `kubectl debug -it POD --image=…`.",
        Cwe = [1125],
        SecuritySeverity = 3.0,
        Bad = ["FROM debian:12\nRUN apt-get update && apt-get install -y curl [|nmap|]\n"],
        Good = ["FROM debian:12 AS build\nRUN apt-get update && apt-get install -y gdb\nFROM debian:12\nRUN apt-get update && apt-get install -y curl\n"],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        file.FinalStage is not { } final ? [] :
        from stage in final.Chain
        from found in stage.Commands()
        let package = PackageManager.Read(found.Command)
        where package?.Action == PackageAction.Install
        from word in package.Operands
        where Tools.Contains(word.Skeleton.Split('=', '@')[0])
        select this.At(stage, word.Location, $"`{word.Skeleton}` is installed in the final image");

    static readonly FrozenSet<string> Tools = FrozenSet.ToFrozenSet(
        ["nmap", "netcat", "netcat-openbsd", "netcat-traditional", "ncat", "nc", "socat", "tcpdump", "strace", "ltrace", "gdb", "telnet", "telnetd", "openssh-server", "rsh-client", "hydra", "masscan", "proxychains4"], StringComparer.Ordinal);
}
