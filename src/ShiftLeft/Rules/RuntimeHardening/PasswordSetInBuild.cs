using ShiftLeft.Docker;

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
        Cwe = [798],
        SecuritySeverity = 6.0,
        Bad = ["FROM debian:12\nRUN echo 'app:app' | [|chpasswd|]\n"],
        Good = ["FROM debian:12\nRUN useradd --system app && passwd -l app\n"],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from found in file.Commands()
        let command = found.Command
        where command.Name == "chpasswd" || (command.Name == "passwd" && command.Option("--stdin") is not null) || (command.Name is "useradd" or "usermod" && command.Option("--password", 'p') is not null && command.Option("--shell") is null && command.Arguments.Any(word => word.Skeleton is "-p" or "--password"))
        select this.At(found.Stage, command.NameWord.Location, $"`{command.Name}` sets a password in the image");
}
