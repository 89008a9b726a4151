using ShiftLeft.Docker.Shell;
using ShiftLeft.Docker;
using System.Collections.Frozen;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>A downloaded program that is used without a checksum or signature.</summary>
sealed class UnverifiedDownload : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL1007", "unverified-download", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A downloaded program is run without a checksum",
        Why = "A file that is fetched by address can change at the server. Nothing in the build would notice, and the new content runs with all rights of the build.",
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
            var commands = stage.Commands().Select(pair => pair.Command).ToList();
            if (commands.Any(Verifies)) continue;
            for (var i = 0; i < commands.Count; i++)
            {
                if (!Downloads.Is(commands[i]) || Downloads.Target(commands[i]) is not { Length: > 0 } target || Downloads.Address(commands[i]) is not { } address) continue;
                var name = target[(target.LastIndexOf('/') + 1)..];
                if (name.Length > 0 && commands.Skip(i + 1).Any(later => Runs(later, name)))
                    yield return this.At(stage, address.Location, $"`{name}` is downloaded and run without a checksum or signature");
            }
        }
    }

    static bool Verifies(ShellCommand command) =>
        (command.Name.EndsWith("sum", StringComparison.Ordinal) && command.Option("--check", 'c') is not null) || command.Name is "gpg" or "gpgv" or "cosign" or "minisign" or "openssl" or "shasum" or "rpmkeys" or "slsa-verifier";

    static bool Runs(ShellCommand command, string file) =>
        command.NameWord.Skeleton.EndsWith("/" + file, StringComparison.Ordinal) ||
        (UsesAsProgram.Contains(command.Name) && (command.Name != "chmod" || command.Arguments.Any(word => word.Skeleton.Contains('x', StringComparison.Ordinal) || word.Skeleton.Contains('7', StringComparison.Ordinal) || word.Skeleton.Contains('5', StringComparison.Ordinal))) &&
            command.Arguments.Any(word => word.Skeleton == file || word.Skeleton.EndsWith("/" + file, StringComparison.Ordinal)));

    static readonly FrozenSet<string> UsesAsProgram = FrozenSet.ToFrozenSet(
        ["chmod", "sh", "bash", "dash", "ash", "zsh", "python", "python3", "perl", "dpkg", "rpm", "install", "apt-get", "apt", "yum", "dnf"], StringComparer.Ordinal);
}
