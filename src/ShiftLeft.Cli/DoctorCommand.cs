using System.CommandLine;

namespace ShiftLeft.Cli;

/// <summary><c>shiftleft doctor</c>: what governs a scan here, what it leaves out and why, and what is wrong with that.</summary>
static class DoctorCommand
{
    enum Form { Text, Json }

    public static Command Build(Terminal terminal)
    {
        var path = new Argument<string>("PATH") { Description = "The file or folder that would be scanned (default: the current folder)", Arity = ArgumentArity.ZeroOrOne }.Offering(Offers.Files);
        var format = CommandTree.Choice("--format", "How to tell (default: text)", ("text", Form.Text), ("json", Form.Json));
        var command = new ExplainedCommand("doctor", "Tell what governs a scan here and why: policy, baseline, files, what is left out, helm, git, terminal")
        {
            Examples = [new("shiftleft doctor", "Why is a file not checked, and which policy holds?"), new("shiftleft doctor deploy --format json", "The same about a folder, for programs")],
            ExitCodes = [new(ExitCode.Within, "all is in order; there may be advice"), new(ExitCode.Failed, "something is broken: a scan would not check everything")],
        };
        command.Add(path);
        command.Add(format);
        command.SetAction(parsed =>
        {
            var asked = parsed.GetValue(path) ?? ".";
            var full = asked.Length == 0 ? "" : Path.GetFullPath(asked, terminal.CurrentFolder);
            if (!Path.Exists(full)) return terminal.Fail(asked.StartsWith('-') ? $"{CommandTree.NoSuchOption(asked, command)}; see `shiftleft doctor --help`" : $"'{asked}' does not exist");
            var diagnosis = Diagnosis.Of(full, terminal);
            terminal.Out.Write(parsed.GetValue(format) == Form.Json ? DiagnosisPage.RenderJson(diagnosis) : DiagnosisPage.RenderText(diagnosis, terminal.Style));
            return diagnosis.IsBroken ? ExitCode.Failed : ExitCode.Within;
        });
        return command;
    }
}
