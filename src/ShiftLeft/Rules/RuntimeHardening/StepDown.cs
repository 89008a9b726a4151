using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Docker;
using ShiftLeft.Docker.Shell;
using ShiftLeft.Images;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>
/// Images that are root only until their service starts, and images in which nothing starts by itself: what <c>USER</c> says is not the whole story
/// of either.
/// </summary>
static class StepDown
{
    /// <param name="IsCertain">Whether the file itself shows it; else it is likely.</param>
    /// <param name="Reason">As the end of a sentence.</param>
    /// <param name="IsOfService">Whether it speaks of the service that is started; else of an image that starts none.</param>
    public readonly record struct Excuse(bool IsCertain, string Reason, bool IsOfService = true);

    /// <summary>Why root at the end of a stage is not root in the service; null when nothing speaks for it.</summary>
    public static Excuse? Of(Stage stage)
    {
        var (entry, command) = Started(stage);
        var commands = ((Instruction?[])[entry, command]).OfType<Instruction>().SelectMany(instruction => stage.Script(instruction).Commands).ToList();
        if (commands.Exists(GivesRootUp)) return new(true, "the entry point steps down");

        var files = stage.Chain.SelectMany(part => part.Files()).ToLookup(file => file.Name, StringComparer.Ordinal);
        var words = commands.SelectMany(command => command.Arguments.Prepend(command.NameWord)).Select(word => word.Skeleton[(word.Skeleton.LastIndexOf('/') + 1)..]).Where(word => word.Length > 0).ToHashSet(StringComparer.Ordinal);
        var scripts = words.SelectMany(word => files[word]).ToList();
        if (scripts.Exists(IsSteppingDown)) return new(true, "the script that it starts steps down");

        if (stage.Bottom.Image is { } image && IsSteppingDown(image) && (entry is null || words.Any(word => word.Contains("docker-entrypoint", StringComparison.Ordinal) || word is "init"))) return new(true, "the base's entry point steps down");
        if (scripts.Count == 0 && commands.Count > 0 && ToolOf(stage) is { } tool) return new(false, $"`{tool}` is there, with which a start script can step down");
        if (TriggeredUser(stage) is var (_, name) && !IsRoot(name)) return new(true, "the images that are built on it run as somebody else", IsOfService: false);
        if (stage.Instructions.Any(instruction => instruction is OnbuildInstruction)) return new(false, "other images are to be built on it, and theirs is the last word", IsOfService: false);
        if (commands.Count == 0 && stage.BaseImage.User.Kind == ImageUserKind.Root && !IsService(stage)) return new(false, "nothing is started here, so that whoever runs it decides", IsOfService: false);
        if (commands.Count > 0 && commands.TrueForAll(IsInteractive)) return new(false, "what it starts is for somebody at a terminal", IsOfService: false);
        return null;
    }

    /// <summary>The user that the last trigger of a stage sets in the images built on it; null where none does or the user is not known.</summary>
    public static (UserInstruction Trigger, string Name)? TriggeredUser(Stage stage) =>
        stage.Instructions.OfType<OnbuildInstruction>().Select(onbuild => onbuild.Trigger).OfType<UserInstruction>().LastOrDefault() is { User: { } word } user && user.Expand(word).Text?.Trim() is { Length: > 0 } text ? (user, text.Split(':', 2)[0]) : null;

    public static bool IsRoot(string user) => user is "root" || (user.Length > 0 && user.All(c => c == '0'));

    /// <summary>The entry point and the command in force: an entry point drops the command that a stage below has set.</summary>
    static (CommandInstruction? Entry, CommandInstruction? Command) Started(Stage stage)
    {
        CommandInstruction? command = null;
        foreach (var part in stage.Chain)
        {
            command ??= part.Instructions.OfType<CommandInstruction>().LastOrDefault(instruction => instruction.Name == "CMD");
            if (part.Instructions.OfType<CommandInstruction>().LastOrDefault(instruction => instruction.Name == "ENTRYPOINT") is { } entry) return (entry, command);
        }
        return (null, command);
    }

    static bool GivesRootUp(ShellCommand command) => Droppers.Contains(command.Name) && command.Arguments.FirstOrDefault(word => !word.IsFlag)?.Skeleton is not ("root" or "0" or "root:root" or "0:0") && command.Name switch
    {
        "sudo" => command.Option("--user", 'u') is not null,
        "start-stop-daemon" => command.Option("--chuid", 'c') is not null,
        "chroot" => command.Option("--userspec") is not null,
        "setpriv" => command.Option("--reuid") is not null,
        _ => true,
    };

    static readonly FrozenSet<string> Droppers = FrozenSet.ToFrozenSet(
        ["gosu", "su-exec", "setpriv", "runuser", "su", "s6-setuidgid", "s6-applyuidgid", "setuidgid", "chpst", "setuser", "sudo", "start-stop-daemon", "chroot", "fixuid", "privdrop", "as-user"], StringComparer.Ordinal);

    static bool IsSteppingDown(WrittenFile file) => file.Parts.Any(part => ShellParser.Parse(part, _ => null).Commands.Any(GivesRootUp));

    /// <summary>The tool for stepping down that a stage brings along.</summary>
    static string? ToolOf(Stage stage) =>
        (from part in stage.Chain
         from word in part.Commands().SelectMany(found => found.Command.Arguments.Prepend(found.Command.NameWord)).Select(word => word.Skeleton)
             .Concat(part.Copies.SelectMany(copy => copy.Syntax.Words.Select(word => word.Text).Append(copy.From?.Value ?? "")))
         from tool in Tools
         where word.Contains(tool, StringComparison.Ordinal)
         select tool).FirstOrDefault();

    static readonly ImmutableArray<string> Tools = ["gosu", "su-exec", "s6-overlay", "s6-setuidgid"];

    /// <summary>Images whose own entry point is made to step down.</summary>
    static bool IsSteppingDown(ImageReference image)
    {
        var name = image.FamiliarName;
        return name.Contains("linuxserver/", StringComparison.Ordinal) || name.StartsWith("lsiobase/", StringComparison.Ordinal) || name.StartsWith("jlesage/", StringComparison.Ordinal)
            || Stepping.Contains(name) || (image.Repository.EndsWith("library/" + image.ShortName, StringComparison.Ordinal) && Stepping.Contains(image.ShortName));
    }

    static readonly FrozenSet<string> Stepping = FrozenSet.ToFrozenSet(
        [
            "arangodb", "cassandra", "chronograf", "couchbase", "couchdb", "crate", "ghost", "influxdb", "kong", "mariadb", "mongo", "mysql", "neo4j", "percona", "postgis/postgis", "pgvector/pgvector", "postgres", "pgrouting/pgrouting",
            "rabbitmq", "redis", "redmine", "telegraf", "timescale/timescaledb", "timescale/timescaledb-ha", "valkey/valkey", "zookeeper",
        ], StringComparer.Ordinal);

    /// <summary>Whether the base starts a service when nobody says what to start, or the image is made to be reached.</summary>
    static bool IsService(Stage stage) =>
        stage.Bottom.Image is { } image && (Services.Contains(image.ShortName) || image.Tag is { } tag && (tag.Contains("apache", StringComparison.Ordinal) || tag.Contains("fpm", StringComparison.Ordinal))) ||
        stage.InForce.Any(instruction => instruction is ExposeInstruction or HealthcheckInstruction);

    static readonly FrozenSet<string> Services = FrozenSet.ToFrozenSet(
        ["caddy", "httpd", "hello-world", "mariadb", "mongo", "mysql", "nginx", "postgres", "rabbitmq", "redis", "tomcat", "traefik", "valkey", "wordpress", "jetty", "registry", "aspnet"], StringComparer.Ordinal);

    static bool IsInteractive(ShellCommand command) =>
        Wrapper.ReadsScript(command) ||
        (command.Name is "python" or "python3" or "ipython" or "node" or "irb" or "ghci" or "pwsh" or "fish" or "jshell" or "iex" or "R" or "julia" or "ash" && command.Arguments.All(word => word.IsFlag)) ||
        command is { Name: "php", Arguments: [{ Text: "-a" }] } ||
        (command.Name == "tail" && command.Arguments.LastOrDefault()?.Text == "/dev/null") || command is { Name: "sleep", Arguments: [{ Text: "infinity" }] };
}
