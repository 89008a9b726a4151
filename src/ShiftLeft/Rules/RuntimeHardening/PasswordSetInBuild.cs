using ShiftLeft.Docker;
using ShiftLeft.Docker.Shell;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>An account gets a password while the image is built.</summary>
sealed class PasswordSetInBuild : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL2009", "password-set-in-build", Level.Warning, Profile.Baseline, Since: "0.1")
    {
        Title = "A build step sets an account's password",
        Why = "Every container of the image has the same password, and the layer tells it to everyone who can pull the image.",
        Fix = "Remove the step: a service needs no password to run. Create accounts with `useradd --system` and leave them locked.",
        Equivalents = ["CKV2_DOCKER_17"],
        Similar = ["DKL-LI-0001"],
        Cwe = [798],
        SecuritySeverity = 6.0,
        Bad =
        [
            """
            FROM debian:13-slim
            RUN useradd --create-home deploy \
                && echo 'deploy:changeme' | [|chpasswd|]
            COPY deploy.sh /usr/local/bin/
            USER 10001
            CMD ["deploy.sh"]

            """,
            """
            FROM buildpack-deps:trixie
            RUN [|useradd|] --system --uid 10001 -p "$(openssl passwd -6 changeme)" orders
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
        ],
        Good =
        [
            """
            FROM debian:13-slim
            RUN useradd --create-home deploy \
                && passwd -l deploy
            COPY deploy.sh /usr/local/bin/
            USER 10001
            CMD ["deploy.sh"]

            """,
            """
            FROM debian:13-slim
            RUN useradd --system --uid 10001 orders
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from found in file.Commands()
        let command = found.Command
        where SetsPassword(found.Stage.Script(found.Run), command)
        select this.At(found.Stage, command.NameWord.Location, $"`{command.Name}` sets a password in the image");

    static bool SetsPassword(ShellScript script, ShellCommand command) => command.Name switch
    {
        // Lines `user:hash`; one that locks the account sets no password.
        "chpasswd" when script.Feeders(command).Any(IsRandom) => false,
        "chpasswd" => command.Option("--encrypted", 'e') is null || script.InputOf(command).Text is not { } lines || lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Any(line => !IsLocked(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..])),
        "passwd" => command.Option("--stdin") is not null || (script.InputOf(command).IsGiven && command.Option("--lock", 'l') is null && command.Option("--delete", 'd') is null && command.Option("--unlock", 'u') is null),
        "useradd" => Read(command, "bcdefgGkKpPRsuZ") is { } given && !IsLocked(given),
        "usermod" => Read(command, "cdefglpPRsuvVwWZ") is { } changed && !IsLocked(changed),
        _ => false,
    };

    /// <summary>A password that nobody is told.</summary>
    static bool IsRandom(ShellCommand command) => command.Location.Text is var text && Random.Any(source => text.Contains(source, StringComparison.Ordinal)) && !text.Contains("tee", StringComparison.Ordinal);

    static readonly ImmutableArray<string> Random = ["/dev/urandom", "/dev/random", "openssl rand", "pwgen"];

    static string? Read(ShellCommand command, string valueLetters) => CommandLine.Read(command.Arguments, valueLetters, ValueNames)["-p", "--password"]?.Value;

    /// <summary>No password hashes to a text that begins so: shadow(5).</summary>
    static bool IsLocked(string hash) => hash.TrimStart() is ['!' or '*', ..];

    static readonly FrozenSet<string> ValueNames = FrozenSet.ToFrozenSet(
        ["--password", "--base-dir", "--comment", "--home-dir", "--home", "--expiredate", "--inactive", "--gid", "--groups", "--skel", "--key", "--root", "--prefix", "--shell", "--uid", "--login", "--selinux-user"], StringComparer.Ordinal);
}
