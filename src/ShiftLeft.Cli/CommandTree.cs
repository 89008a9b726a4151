using System.CommandLine;
using System.CommandLine.Help;

namespace ShiftLeft.Cli;

/// <summary>The commands, their arguments and what they call.</summary>
static class CommandTree
{
    public static int Run(string[] arguments, Terminal terminal)
    {
        var command = Build(terminal);
        if (arguments.Length == 0)
        {
            command.Parse(["--help"]).Invoke(new() { Output = terminal.Error, Error = terminal.Error });
            return ExitCode.Failed;
        }
        // Files that hold arguments would let a path named @x read something else.
        var parsed = command.Parse(arguments, new() { ResponseFileTokenReplacer = null });
        if (parsed.Errors is [var error, ..] && parsed.Action is not HelpAction)
            return terminal.Fail($"{char.ToLowerInvariant(error.Message[0])}{error.Message[1..].TrimEnd('.')}; see `shiftleft{NameOf(parsed)} --help`");
        return parsed.Invoke(new() { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    static string NameOf(ParseResult parsed) => parsed.CommandResult.Command.Name is var name && name == "shiftleft" ? "" : " " + name;

    /// <summary>The commands as the contract's approved file lists them.</summary>
    public static Command Build(Terminal terminal)
    {
        var version = new Option<bool>("--version") { Description = "Print the version" };
        var command = new Command("shiftleft", "Checks Dockerfiles, Kubernetes manifests and Helm charts: exact places, reasons and fixes.")
        {
            ScanCommand.Build(terminal),
            RulesCommand.Build(terminal),
            ExplainCommand.Build(terminal),
            InitCommand.Build(terminal),
            BaselineCommand.Build(terminal),
            AcceptCommand.Build(terminal),
            AcceptedCommand.Build(terminal),
            RenderCommand.Build(terminal),
            WhereCommand.Build(terminal),
            DocsCommand.Build(terminal),
            version,
            new HelpOption { Recursive = true, Description = "Print this help" },
        };
        command.SetAction(parsed =>
        {
            if (!parsed.GetValue(version)) return terminal.Fail("name a command, such as `shiftleft scan`; see `shiftleft --help`");
            terminal.Out.WriteLine(Product.Version);
            return ExitCode.Within;
        });
        return command;
    }

    /// <summary>An option that takes one of a few words; the values say which.</summary>
    public static Option<T?> Choice<T>(string name, string description, params (string Word, T Value)[] choices) where T : struct => new(name)
    {
        Description = description,
        HelpName = string.Join('|', choices.Select(choice => choice.Word)),
        CustomParser = result =>
        {
            foreach (var choice in choices)
            {
                if (choice.Word == result.Tokens[^1].Value) return choice.Value;
            }
            result.AddError(NoChoice(name, choices, result.Tokens[^1].Value));
            return null;
        },
    };

    /// <summary>An option that may stand several times and takes one of a few words each time.</summary>
    public static Option<string[]> Choices<T>(string name, string description, params (string Word, T Value)[] choices) where T : struct
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = string.Join('|', choices.Select(choice => choice.Word)) };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !choices.Any(choice => choice.Word == token.Value))) result.AddError(NoChoice(name, choices, token.Value));
        });
        return option;
    }

    static string NoChoice<T>(string name, (string Word, T Value)[] choices, string given) => $"{name} takes {string.Join(", ", choices.Select(choice => choice.Word))}, not '{given}'";
}
