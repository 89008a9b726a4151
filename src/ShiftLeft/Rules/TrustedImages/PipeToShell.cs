using ShiftLeft.Docker.Shell;
using ShiftLeft.Docker;
using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Text;

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
        Bad =
        [
            """
            FROM buildpack-deps:trixie-curl
            RUN curl -fsSL https://get.example.com/cli/install.sh | [|bash|]
            COPY deploy.sh /usr/local/bin/
            USER 10001
            CMD ["deploy.sh"]

            """,
            """
            FROM alpine:3.22
            RUN [|sh -c "$(wget -qO- https://get.example.com/cli/install.sh)"|]
            USER 10001
            ENTRYPOINT ["example-cli"]

            """,
        ],
        Good =
        [
            """
            FROM buildpack-deps:trixie-curl
            RUN curl -fsSLo install.sh https://get.example.com/cli/2.3.0/install.sh \
                && echo "d11e899f7b00ecf9c87357f6ad4678e0bcc932746c38eafc2d2277bce9179c95  install.sh" | sha256sum -c - \
                && bash install.sh \
                && rm install.sh
            COPY deploy.sh /usr/local/bin/
            USER 10001
            CMD ["deploy.sh"]

            """,
            """
            FROM buildpack-deps:trixie-curl
            SHELL ["/bin/bash", "-o", "pipefail", "-c"]
            RUN curl -fsSL https://status.example.com/orders/version | tee /etc/orders-version
            USER 10001
            CMD ["cat", "/etc/orders-version"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        foreach (var stage in file.Stages)
        {
            foreach (var run in stage.Runs)
            {
                foreach (var finding in Check(stage, stage.Script(run).Commands)) yield return finding;
                foreach (var statement in stage.PowerShellStatements(run))
                {
                    if (Find(statement) is var (reader, source)) yield return this.At(stage, reader.LocationOf(new(0, reader.Length)), $"what `{source.Text}` downloads is run by `{reader.Text}` unseen");
                }
            }
        }
    }

    /// <summary>PowerShell's <c>iex</c> behind a pipe or in front of the download in brackets.</summary>
    static (MappedText Reader, MappedText Source)? Find(PowerShell.Statement statement)
    {
        var words = statement.Words.ToList();
        return words.Find(word => PowerShell.Is(word, "iex", "Invoke-Expression")) is { } reader && words.Find(IsFetching) is { } source && !words.Exists(word => PinnedSource.NamesContent(word.Text)) ? (reader, source) : null;
    }

    static bool IsFetching(MappedText word) =>
        PowerShell.Is(word, "iwr", "Invoke-WebRequest", "irm", "Invoke-RestMethod", "curl", "wget", "curl.exe") || word.Text.EndsWith("DownloadString", StringComparison.OrdinalIgnoreCase);

    IEnumerable<Finding> Check(Stage stage, ImmutableArray<ShellCommand> commands)
    {
        // What an address with a full commit id gives is what was read when it was written down.
        var downloads = commands.Where(command => Downloads.Is(command) && !(Downloads.Address(command) is { } address && PinnedSource.NamesContent(address.Skeleton))).ToList();
        var heads = downloads.GroupBy(download => download.Pipeline).ToDictionary(pipeline => pipeline.Key, pipeline => pipeline.MinBy(download => download.PipelineIndex)!);
        foreach (var command in commands.Where(command => Interpreters.Contains(command.Name) && RunsInput(command)))
        {
            if (heads.TryGetValue(command.Pipeline, out var source) && source.PipelineIndex < command.PipelineIndex) yield return this.At(stage, command.NameWord.Location, $"what `{source.Name}` downloads is run by `{command.Name}` unseen");
        }
        downloads.RemoveAll(download => !download.InSubstitution);
        foreach (var command in commands.Where(command => command.Wrappers.IsEmpty))
        {
            // bash <(curl …), sh -c "$(curl …)", eval "$(curl …)": the download stands inside the interpreter's own words.
            if (!Interpreters.Contains(command.Name) && command.Name is not ("eval" or "source" or ".")) continue;
            var inside = downloads.Find(download => command.Arguments.Any(word => word.Location.Span.Contains(download.Location.Span)));
            if (inside is not null) yield return this.At(stage, command.Location, $"what `{inside.Name}` downloads is run by `{command.Name}` unseen");
        }
    }

    /// <summary>Whether an interpreter takes its program from its input: where an option or a file gives the program, the input is data.</summary>
    static bool RunsInput(ShellCommand command)
    {
        if (ShellKind.Named(command.Name) is not null) return Wrapper.ReadsScript(command);
        foreach (var word in command.Arguments.Select(word => word.Skeleton))
        {
            if (word is "-" or "--" or "/dev/stdin") return true;
            if (word is "--eval" or "--print" or "-a" || !word.StartsWith('-') || (word is [_, not '-', ..] && word.AsSpan(1).IndexOfAny("cemrEnp") >= 0)) return false;
        }
        return true;
    }

    static readonly FrozenSet<string> Interpreters = FrozenSet.ToFrozenSet(
        ["sh", "bash", "dash", "ash", "zsh", "ksh", "python", "python2", "python3", "perl", "ruby", "node", "php"], StringComparer.Ordinal);
}
