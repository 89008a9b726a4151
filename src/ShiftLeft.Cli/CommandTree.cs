using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using ShiftLeft.Text;

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
        var isHelp = parsed.Action is HelpPage;
        if (parsed.UnmatchedTokens is [var stray, ..] && (!isHelp || parsed.CommandResult.Command == command)) return terminal.Fail($"{WhyStray(stray, parsed)}; see `{Usage.NameOf(parsed.CommandResult.Command)} --help`");
        if (parsed.Errors is [var error, ..] && !isHelp) return terminal.Fail($"{char.ToLowerInvariant(error.Message[0])}{error.Message[1..].TrimEnd('.')}; see `{Usage.NameOf(parsed.CommandResult.Command)} --help`");
        return parsed.Invoke(new() { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    static string WhyStray(string word, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        // A command that takes paths takes an option that it does not know for one.
        if (parsed.Tokens.FirstOrDefault(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal)) is { } option) word = option.Value;
        if (word.StartsWith('-')) return NoSuchOption(word, command);
        if (command.Subcommands.Count == 0) return $"'{word}' is one argument too many";
        return $"there is no command '{word}'{DidYouMean(word, command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name))}";
    }

    /// <summary>An option that a command does not have: the near one that it has, or the command that has it.</summary>
    public static string NoSuchOption(string word, Command command)
    {
        var name = word.Split('=')[0];
        var root = command.Parents.OfType<Command>().FirstOrDefault() ?? command;
        var others = root.Subcommands.Where(sub => sub != command && !sub.Hidden && sub.Options.Any(option => option.Name == name)).Select(sub => $"`{sub.Name}`").ToList();
        return others.Count > 0 ? $"`{command.Name}` has no option '{name}', only {string.Join(" and ", others)}" : $"there is no option '{name}'{DidYouMean(name, Usage.VisibleOptions(command).Select(option => option.Name))}";
    }

    static string DidYouMean(string word, IEnumerable<string> known) => Suggestion.For(word, known) is { } near ? $"; did you mean {near}?" : "";

    /// <summary>The commands as the contract's approved file lists them.</summary>
    public static Command Build(Terminal terminal)
    {
        var version = new Option<bool>("--version") { Description = "Print the version" };
        var command = new ExplainedCommand("shiftleft", "Checks Dockerfiles, Kubernetes manifests and Helm charts: exact places, reasons and fixes.")
        {
            Examples =
            [
                new("shiftleft scan", "Check all below the current folder"),
                new("helm template shop ./chart | shiftleft scan -", "Check what another program prints"),
                new("shiftleft explain floating-base-image", "Tell what a rule finds, why, and what to do"),
            ],
            ExitCodes = ScanCommand.Ends,
        };
        foreach (var sub in (Command[])[
            ScanCommand.Build(terminal), RulesCommand.Build(terminal), ExplainCommand.Build(terminal), InitCommand.Build(terminal), BaselineCommand.Build(terminal),
            AcceptCommand.Build(terminal), AcceptedCommand.Build(terminal),
            RenderCommand.Build(terminal), WhereCommand.Build(terminal), DoctorCommand.Build(terminal), VersionCommand.Build(terminal),
            CompletionCommand.Build(terminal), CompletionCommand.BuildAnswer(terminal), DocsCommand.Build(terminal)]) command.Add(sub);
        command.Add(version);
        command.Add(new HelpOption { Recursive = true, Description = "Print this help", Action = new HelpPage(terminal) });
        command.SetAction(parsed =>
        {
            if (!parsed.GetValue(version)) return terminal.Fail("name a command, such as `shiftleft scan`; see `shiftleft --help`");
            terminal.Out.WriteLine(Product.Version);
            return ExitCode.Within;
        });
        return command;
    }

    /// <summary>An option that takes one of a few words; the values say which.</summary>
    public static Option<T?> Choice<T>(string name, string description, params (string Word, T Value)[] choices) where T : struct => new Option<T?>(name)
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
    }.Offering(Offers.Words(choices.Select(choice => choice.Word)));

    /// <summary>An option that may stand several times and takes one of a few words each time.</summary>
    public static Option<string[]> Choices<T>(string name, string description, params (string Word, T Value)[] choices) where T : struct
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = string.Join('|', choices.Select(choice => choice.Word)) }.Offering(Offers.Words(choices.Select(choice => choice.Word)));
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !choices.Any(choice => choice.Word == token.Value))) result.AddError(NoChoice(name, choices, token.Value));
        });
        return option;
    }

    static string NoChoice<T>(string name, (string Word, T Value)[] choices, string given) => $"{name} takes {string.Join(", ", choices.Select(choice => choice.Word))}, not '{given}'";
}
