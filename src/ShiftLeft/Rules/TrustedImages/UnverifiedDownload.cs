using ShiftLeft.Docker.Shell;
using ShiftLeft.Docker;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>A downloaded program or archive that is used without a checksum or signature.</summary>
sealed class UnverifiedDownload : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL1007", "unverified-download", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A download is run or unpacked without a checksum",
        Why = "A file that is fetched by address can change at the server. Nothing in the build would notice: the new content runs with all rights of the build, or becomes part of the image.",
        Fix = "Check it before use: `echo \"<sha256>  file\" | sha256sum -c -`, or verify its signature with `gpg --verify` or `cosign verify-blob`.",
        Equivalents = ["scorecard/downloadThenRun"],
        Cwe = [494],
        SecuritySeverity = 6.5,
        Bad =
        [
            """
            FROM buildpack-deps:trixie-curl
            RUN curl -fsSL -o /usr/local/bin/migrate [|https://downloads.example.com/migrate/4.19.0/migrate-linux-amd64|] \
                && chmod 0755 /usr/local/bin/migrate
            COPY migrations/ /migrations/
            USER 10001
            CMD ["migrate", "-path", "/migrations", "up"]

            """,
            """
            FROM buildpack-deps:trixie-curl
            RUN curl -fsSLO [|https://downloads.example.com/agent/agent_2.1.0_amd64.deb|] \
                && dpkg -i agent_2.1.0_amd64.deb \
                && rm agent_2.1.0_amd64.deb
            USER 10001
            CMD ["agent"]

            """,
        ],
        Good =
        [
            """
            FROM buildpack-deps:trixie-curl
            RUN curl -fsSL -o /usr/local/bin/migrate https://downloads.example.com/migrate/4.19.0/migrate-linux-amd64 \
                && echo "b3aceaf316ef0c32dd38d2d6f21f7df3493d2544da4b84de2d2a8912b82211fd  /usr/local/bin/migrate" | sha256sum -c - \
                && chmod 0755 /usr/local/bin/migrate
            COPY migrations/ /migrations/
            USER 10001
            CMD ["migrate", "-path", "/migrations", "up"]

            """,
            """
            FROM buildpack-deps:trixie-curl
            RUN curl -fsSLo /etc/orders/countries.json https://downloads.example.com/countries.json
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        foreach (var stage in file.Stages)
        {
            var commands = stage.Runs.SelectMany(run => stage.Script(run) is var script ? script.Commands.Select(command => (script, command)) : []).ToList();
            var downloads = new List<(int At, ShellCommand Command, ShellWord Address, string? Target)>();
            for (var i = 0; i < commands.Count; i++)
            {
                if (Downloads.Is(commands[i].command) && Downloads.Address(commands[i].command) is { } address && !PinnedSource.NamesContent(address.Skeleton)) downloads.Add((i, commands[i].command, address, Downloads.Target(commands[i].command)));
            }
            if (downloads.Count == 0) continue;
            var uses = Uses(commands);
            var verifications = new Verifications(commands, downloads.Select(download => download.Target).OfType<string>().Select(NameOf).ToHashSet(StringComparer.Ordinal));
            foreach (var (at, command, address, target) in downloads)
            {
                if (target is { Length: > 0 } && NameOf(target) is { Length: > 0 } name)
                {
                    if (uses.TryGetValue(name, out var use) && use.At > at && !verifications.Cover(name, at)) yield return this.At(stage, address.Location, $"`{name.Replace(ShellWord.Unknown.ToString(), "…", StringComparison.Ordinal)}` is downloaded and {(use.Unpacks ? "unpacked" : "run")} without a checksum or signature");
                }
                else if (target is null && commands[at].script.Pipeline(command.Pipeline).FirstOrDefault(later => later.Pipeline == command.Pipeline && later.PipelineIndex > command.PipelineIndex && IsTarExtracting(later)) is { } tar && !verifications.Cover(null, at))
                    yield return this.At(stage, address.Location, $"what `{command.Name}` downloads is unpacked by `{tar.Name}` without a checksum or signature");
            }
        }
    }

    static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>By file name, the last command that runs or unpacks it.</summary>
    static Dictionary<string, (int At, bool Unpacks)> Uses(List<(ShellScript Script, ShellCommand Command)> commands)
    {
        var uses = new Dictionary<string, (int, bool)>(StringComparer.Ordinal);
        for (var i = 0; i < commands.Count; i++)
        {
            var command = commands[i].Command;
            if (command.NameWord.Skeleton.Contains('/', StringComparison.Ordinal)) uses[NameOf(command.NameWord.Skeleton)] = (i, false);
            var unpacks = Unpacks(command);
            if (!unpacks && !Runs(command)) continue;
            foreach (var word in command.Arguments) uses[NameOf(word.Skeleton.StartsWith("--file=", StringComparison.Ordinal) ? word.Skeleton[7..] : word.Skeleton)] = (i, unpacks);
            foreach (var redirection in command.Redirections.Where(redirection => redirection.Operator == "<")) uses[NameOf(redirection.Target.Skeleton)] = (i, unpacks);
        }
        return uses;
    }

    static bool IsTarExtracting(ShellCommand command) =>
        command.Name is "tar" or "bsdtar" && (command.Arguments is [{ IsFlag: false } bundle, ..] && bundle.Skeleton.Contains('x', StringComparison.Ordinal) || command.Option("--extract", 'x') is not null || command.Option("--get") is not null);

    static bool Unpacks(ShellCommand command) => command.Name switch
    {
        "tar" or "bsdtar" => IsTarExtracting(command),
        "unzip" => command.Option(null, 'l') is null && command.Option(null, 't') is null,
        "gunzip" or "bunzip2" or "unxz" or "unzstd" or "unar" or "unrar" or "rpm2cpio" or "unsquashfs" => true,
        "gzip" or "xz" or "bzip2" or "zstd" => command.Option("--decompress", 'd') is not null,
        "7z" or "7za" or "7zz" => command.Arguments is [{ Skeleton: "x" or "e" }, ..],
        "ar" or "jar" => command.Arguments is [var verb, ..] && verb.Skeleton.Contains('x', StringComparison.Ordinal),
        "dpkg-deb" => command.Option("--extract", 'x') is not null,
        _ => false,
    };

    static bool Runs(ShellCommand command) => command.Name switch
    {
        "chmod" => command.Arguments.Any(word => word.Skeleton.AsSpan().IndexOfAny("x75") >= 0),
        "mv" or "cp" => command.Arguments.LastOrDefault()?.Skeleton is { } target && (target.Contains("/bin/", StringComparison.Ordinal) || target.EndsWith("/bin", StringComparison.Ordinal)),
        "java" => command.Option("-jar") is not null,
        _ => UsesAsProgram.Contains(command.Name),
    };

    static readonly FrozenSet<string> UsesAsProgram = FrozenSet.ToFrozenSet(
        [
            "sh", "bash", "dash", "ash", "zsh", "python", "python2", "python3", "perl", "ruby", "node", "php", "dpkg", "rpm", "install", "apt-get", "apt", "yum", "dnf", "microdnf", "zypper", "apk", "pip", "pip3", "npm", "gem", "source", ".",
        ], StringComparer.Ordinal);

    /// <summary>Which downloads the checksums and signatures of a stage speak of.</summary>
    sealed class Verifications
    {
        readonly Dictionary<string, int> byName = new(StringComparer.Ordinal);
        /// <summary>The last that does not tell which files it checks: it may be all.</summary>
        readonly int last = -1;

        /// <param name="commands">The stage's, in order.</param>
        /// <param name="names">Of the downloaded files.</param>
        public Verifications(List<(ShellScript Script, ShellCommand Command)> commands, HashSet<string> names)
        {
            var seen = new HashSet<(ShellScript, int)>();
            for (var i = 0; i < commands.Count; i++)
            {
                var (script, command) = commands[i];
                if (!Verifies(command) || !seen.Add((script, command.Pipeline))) continue;
                var found = script.Pipeline(command.Pipeline).SelectMany(Words).Select(Checked).Where(names.Contains).ToList();
                foreach (var name in found) byName[name] = i;
                // A list of checksums names its files itself.
                if (found.TrueForAll(IsList)) last = i;
            }
        }

        /// <summary>Whether a file that was downloaded at some place is checked behind it.</summary>
        public bool Cover(string? name, int at) => last > at || (name is not null && byName.TryGetValue(name, out var own) && own > at);

        static IEnumerable<string> Words(ShellCommand command) =>
            command.Arguments.Select(word => word.Skeleton).Concat(command.Redirections.Select(redirection => redirection.Body?.Text ?? redirection.Target.Skeleton))
                .SelectMany(text => text.Split([' ', '\t', '\n', '*', '(', ')', '='], StringSplitOptions.RemoveEmptyEntries)).Select(NameOf);

        /// <summary>The file that a signature or checksum beside it speaks of.</summary>
        static string Checked(string name) => Endings.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is { } found ? name[..^found.Length] : name;

        static readonly ImmutableArray<string> Endings = [".asc", ".sig", ".sign", ".minisig", ".sha256", ".sha256sum", ".sha512", ".sha512sum", ".sha1", ".md5", ".DIGESTS"];

        static bool IsList(string name) => name.Contains("sum", StringComparison.OrdinalIgnoreCase) || name.StartsWith("sha", StringComparison.OrdinalIgnoreCase) || name.Contains("digest", StringComparison.OrdinalIgnoreCase);

        static bool Verifies(ShellCommand command) => command.Name switch
        {
            "gpg" or "gpg2" => command.Arguments.Any(word => word.Skeleton is "--verify" or "--verify-files" or "--decrypt" or "-d"),
            "openssl" => command.Arguments is [{ Skeleton: "dgst" or "sha256" or "sha512" or "sha1" or "cms" or "smime" }, ..],
            "rpm" => command.Option("--checksig", 'K') is not null,
            "gpgv" or "cosign" or "minisign" or "signify" or "rpmkeys" or "slsa-verifier" or "rhash" or "notation" or "sha256" or "sha512" or "digest" or "certutil" or "jarsigner" or "debsig-verify" => true,
            _ => command.Name is not ("cksum" or "sum") && (command.Name.EndsWith("sum", StringComparison.Ordinal) || command.Name.Contains("verify", StringComparison.OrdinalIgnoreCase) || command.Name.Contains("checksum", StringComparison.OrdinalIgnoreCase)),
        };
    }
}
