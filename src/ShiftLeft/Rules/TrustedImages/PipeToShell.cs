using ShiftLeft.Docker.Shell;
using ShiftLeft.Docker;
using System.Collections.Frozen;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>A download that is run without a look at it.</summary>
sealed class PipeToShell : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL1005", "pipe-to-shell", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A download is piped into an interpreter",
        Why = "What the server sends is run as it comes: whoever controls the server, its DNS or the way there controls the image, and a half-finished download runs too.",
        Fix = "Download to a file, compare it with a known checksum (`sha256sum -c`) or signature, then run it; or install the tool from a package.",
        Equivalents = ["scorecard/downloadThenRun"],
        Cwe = [494, 829],
        SecuritySeverity = 8.1,
        Bad = ["FROM debian:12\nRUN curl -fsSL https://example.com/install.sh | [|bash|]\n", "FROM debian:12\nRUN [|sh -c \"$(wget -qO- https://example.com/i)\"|]\n"],
        Good = ["FROM debian:12\nRUN curl -fsSLo i.sh https://example.com/i.sh && echo \"abc  i.sh\" | sha256sum -c && sh i.sh\n", "FROM debian:12\nRUN curl -s https://example.com/v | tee version\n"],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        foreach (var stage in file.Stages)
        {
            var commands = stage.Commands().ToList();
            foreach (var (run, command) in commands)
            {
                if (!Interpreters.Contains(command.Name)) continue;
                var source = commands.Find(other => ReferenceEquals(other.Run, run) && other.Command.Pipeline == command.Pipeline && other.Command.PipelineIndex < command.PipelineIndex && Downloads.Is(other.Command)).Command;
                if (source is not null) yield return this.At(stage, command.NameWord.Location, $"what `{source.Name}` downloads is run by `{command.Name}` unseen");
            }
            foreach (var (run, command) in commands)
            {
                // bash <(curl …), sh -c "$(curl …)", eval "$(curl …)": the download stands inside the interpreter's own words.
                if (!Interpreters.Contains(command.Name) && command.Name is not ("eval" or "source" or ".")) continue;
                var inside = commands.Find(other => ReferenceEquals(other.Run, run) && other.Command.InSubstitution && Downloads.Is(other.Command) && command.Arguments.Any(word => word.Location.Span.Contains(other.Command.Location.Span)));
                if (inside.Command is not null && command.Wrappers.IsEmpty) yield return this.At(stage, command.Location, $"what `{inside.Command.Name}` downloads is run by `{command.Name}` unseen");
            }
        }
    }

    static readonly FrozenSet<string> Interpreters = FrozenSet.ToFrozenSet(
        ["sh", "bash", "dash", "ash", "zsh", "ksh", "python", "python2", "python3", "perl", "ruby", "node", "php"], StringComparer.Ordinal);
}
