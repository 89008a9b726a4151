using System.CommandLine;
using System.Globalization;
using System.Text;

namespace ShiftLeft.Cli;

/// <summary>The manual's page about the command line, made from the commands.</summary>
static class CommandLinePage
{
    public const string FileName = "command-line.md";

    public static string Render(Command root)
    {
        var page = new StringBuilder(Head);
        foreach (var command in root.Subcommands.Where(command => !command.Hidden)) Write(page, command);
        page.Append("\n## Exit codes\n\n| code | meaning |\n|---|---|\n");
        foreach (var meaning in ScanCommand.Ends) page.Append(CultureInfo.InvariantCulture, $"| {meaning.ExitCode} | {Cell(meaning.Words)} |\n");
        return page.Append(Foot).ToString();
    }

    static void Write(StringBuilder page, Command command)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {Usage.NameOf(command)}\n\n{command.Description}.\n\n```\n{Usage.Of(command)}\n```\n");
        var rows = command.Arguments.Select(argument => (Name: argument.Name, argument.Description))
            .Concat(command.Options.Where(option => !option.Hidden).Select(option => (Name: Usage.Of(option), option.Description))).ToList();
        if (rows.Count > 0) page.Append("\n| argument or option | what it does |\n|---|---|\n");
        foreach (var (name, description) in rows) page.Append(CultureInfo.InvariantCulture, $"| `{Cell(name)}` | {Cell(description!)} |\n");
        if (command is not ExplainedCommand explained) return;
        page.Append("\n```\n");
        foreach (var example in explained.Examples) page.Append(CultureInfo.InvariantCulture, $"# {example.Says}\n{example.Line}\n");
        page.Append("```\n");
        if (explained.ExitCodes != ScanCommand.Ends) page.Append(CultureInfo.InvariantCulture, $"\nExit code {string.Join("; ", explained.ExitCodes.Select(meaning => $"{meaning.ExitCode}: {meaning.Words}"))}.\n");
    }

    static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    const string Head = """
        # The command line

        What each command takes, as `shiftleft COMMAND --help` prints it. This page is made from the program by `shiftleft docs`.

        """;

    const string Foot = """

        Where several hold, the first of 2, 1, 3, 0 is told. 3 is the exit code of `scan` alone: a check that checks nothing is mostly a wrong path, a
        wrong folder in a pipeline or an exclusion that covers too much, and must not look like a check that passed.

        - **Hooks** are handed what was changed, whatever it is, so they say `--allow-empty`, and `--force-exclude` if the policy has `paths.exclude`: a
          path that is named is read otherwise. pre-commit starts no hook at all when no file matches, but it hands over YAML that is no manifest:

          ```yaml
          - repo: local
            hooks:
              - id: shiftleft
                name: shiftleft
                language: system
                entry: shiftleft scan --allow-empty --force-exclude
                types_or: [dockerfile, yaml]
          ```
        - **`dotnet build`** (ShiftLeft.MSBuild) stays silent: most projects have neither Dockerfile nor manifest, and the package may be referenced by all.
        - **The GitHub Action** passes with exit code 0, and a notice in its log and summary says that there was nothing to check.

        ## Standard input

        `-` among the paths is what comes in on standard input, once, also beside other paths: images of Dockerfiles and the pods that run them are then
        compared as always.

        - Without `--stdin-name` the text tells what it is: a Dockerfile begins with `FROM` or `ARG`, a manifest has `apiVersion` and `kind`. Anything else is
          refused with exit code 2. Findings carry the name `<stdin>`, in the current folder, whose policy holds.
        - With `--stdin-name FILE` the text is checked as if it were that file, which need not exist: its name decides what it is, findings carry it, the
          nearest policy above it holds, and `paths.exclude` leaves it out although it is named. Beside `.` it stands in for the file on disk, and a values file
          or a template renders its chart: this is what an editor wants for what is not saved yet.
        - Nothing at all on standard input is an error with exit code 2, for that is what a command before the pipe leaves that failed. More than 10 MiB is not
          read, as of files, and UTF-16 or bytes that are no UTF-8 are told of.

        ## Output, terminals and pipes

        - Reports go to standard output, all that a person has to know besides to standard error. `--output` writes a file as a whole or not at all, and `-` is
          standard output.
        - A full disk, a closed standard output or a file that cannot be written is one line and exit code 2. Who closes a pipe early, as `head` does, has read
          enough: nothing is said, and the exit code is that of the command.
        - `NO_COLOR` and `FORCE_COLOR` are honoured. A scan that takes longer than a moment shows a line on standard error of what is being done and how far,
          and takes it away at the end; only on a terminal, never with `CI` set or on a dumb terminal.

        ## Completion in shells

        `shiftleft completion SHELL` prints a script that asks the installed program what may come next, so it completes what that program has: commands, options,
        their values, rules by name and id, and files.

        | shell | where |
        |---|---|
        | bash | `source <(shiftleft completion bash)` in `~/.bashrc` |
        | zsh | `source <(shiftleft completion zsh)` in `~/.zshrc` after `compinit`, or the script as `_shiftleft` in a folder of `$fpath` |
        | fish | `shiftleft completion fish > ~/.config/fish/completions/shiftleft.fish` |
        | PowerShell | `shiftleft completion pwsh \| Out-String \| Invoke-Expression` in `$PROFILE` |

        """;
}
