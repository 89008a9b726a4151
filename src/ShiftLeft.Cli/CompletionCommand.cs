using System.CommandLine;
using ShiftLeft.Reporting;

namespace ShiftLeft.Cli;

/// <summary>
/// <c>shiftleft completion</c>: the script by which a shell completes command lines. The scripts know no command; they ask the hidden <c>complete</c>, so
/// they complete what the program that is installed has.
/// </summary>
static class CompletionCommand
{
    const string Complete = "complete";
    const int LongestWords = 100;

    static readonly (string Shell, string Script)[] Scripts = [("bash", Bash), ("zsh", Zsh), ("fish", Fish), ("pwsh", Pwsh)];

    public static Command Build(Terminal terminal)
    {
        var shell = new Argument<string>("SHELL") { Description = $"One of {string.Join(", ", Scripts.Select(script => script.Shell))}" }.Offering(Offers.Words(Scripts.Select(script => script.Shell)));
        var command = new ExplainedCommand("completion", "Print the script that completes commands, options, values and rules in a shell")
        {
            Examples =
            [
                new("source <(shiftleft completion bash)", "bash, in ~/.bashrc"),
                new("source <(shiftleft completion zsh)", "zsh, in ~/.zshrc after compinit; or in a file _shiftleft of a folder of $fpath"),
                new("shiftleft completion fish > ~/.config/fish/completions/shiftleft.fish", "fish"),
                new("shiftleft completion pwsh | Out-String | Invoke-Expression", "PowerShell, in $PROFILE"),
            ],
        };
        command.Add(shell);
        command.SetAction(parsed =>
        {
            var asked = parsed.GetRequiredValue(shell);
            var (_, script) = Array.Find(Scripts, known => known.Shell == asked);
            if (script is null) return terminal.Fail($"there is no script for '{asked}', only for {string.Join(", ", Scripts.Select(known => known.Shell))}");
            terminal.Out.Write(script.ReplaceLineEndings("\n") + "\n");
            return ExitCode.Within;
        });
        return command;
    }

    /// <summary>What the scripts ask: the words before the cursor, and the one at it behind a dot, for some shells lose an empty word.</summary>
    public static Command BuildAnswer(Terminal terminal)
    {
        var words = new Argument<string[]>("WORDS") { Description = "The words so far; the last, behind a dot, is the one that is typed", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command(Complete, "Tell a shell what may come next") { words };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(words) is not [.. var before, ['.', .. var current]]) return terminal.Fail("the last word has no dot before it");
            var completion = Completion.Of(CommandTree.Build(terminal), before, current);
            terminal.Out.WriteLine(completion.Paths);
            foreach (var (word, says) in completion.Words) terminal.Out.WriteLine($"{word}\t{VisibleText.Shorten(says, LongestWords)}");
            return ExitCode.Within;
        });
        return command;
    }

    const string Bash = """
        # bash completion of shiftleft, printed by `shiftleft completion bash`
        _shiftleft() {
            local program=${COMP_WORDS[0]/#\~/$HOME} current=${COMP_WORDS[COMP_CWORD]} paths word
            # bash makes a word of its own of the sign in --option=value.
            [[ $current == "=" ]] && current=""
            COMPREPLY=()
            {
                IFS= read -r paths
                while IFS=$'\t' read -r word _; do COMPREPLY+=("$word"); done
            } < <("$program" complete -- "${COMP_WORDS[@]:1:COMP_CWORD-1}" ".$current" 2>/dev/null)
            case $paths in
                files) compopt -o default 2>/dev/null || while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$current") ;;
                folders) compopt -o dirnames 2>/dev/null || while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -d -- "$current") ;;
            esac
        }
        complete -F _shiftleft shiftleft
        """;

    const string Zsh = """
        #compdef shiftleft
        # zsh completion of shiftleft, printed by `shiftleft completion zsh`
        _shiftleft() {
            local program=${words[1]/#\~/$HOME} answer line
            local -a lines offers
            answer=$("$program" complete -- "${(@)words[2,CURRENT-1]}" ".$PREFIX" 2>/dev/null)
            lines=("${(@f)answer}")
            for line in "${(@)lines[2,-1]}"; do
                offers+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
            done
            (( $#offers )) && _describe -V 'shiftleft' offers
            [[ $PREFIX == --*=* ]] && compset -P '*='
            case $lines[1] in
                files) _files ;;
                folders) _files -/ ;;
            esac
        }
        if [[ $funcstack[1] == _shiftleft ]]; then
            _shiftleft "$@"
        else
            compdef _shiftleft shiftleft
        fi
        """;

    const string Fish = """
        # fish completion of shiftleft, printed by `shiftleft completion fish`
        function __shiftleft_complete
            set -l before (commandline -opc)
            set -l current (commandline -ct)
            set -l program $before[1]
            set -e before[1]
            set -l lines ($program complete -- $before ".$current" 2>/dev/null)
            set -l paths $lines[1]
            set -e lines[1]
            if test (count $lines) -gt 0
                printf '%s\n' $lines
            end
            set -l option (string match -r '^--[^=]*=' -- $current)
            set -l path (string replace -r '^--[^=]*=' '' -- $current)
            switch "$paths"
                case files
                    for found in (__fish_complete_path $path)
                        echo "$option$found"
                    end
                case folders
                    for found in (__fish_complete_directories $path)
                        echo "$option$found"
                    end
            end
        end
        complete -c shiftleft -f -k -a '(__shiftleft_complete)'
        """;

    const string Pwsh = """
        # PowerShell completion of shiftleft, printed by `shiftleft completion pwsh`
        Register-ArgumentCompleter -Native -CommandName shiftleft -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $elements = @($commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
            $program = $elements[0]
            $before = @($elements | Select-Object -Skip 1)
            if ($wordToComplete -and $before.Count -gt 0) { $before = @($before | Select-Object -SkipLast 1) }
            # Nothing is offered for paths, so that PowerShell offers its own.
            & $program complete '--' @before ".$wordToComplete" 2>$null | Select-Object -Skip 1 | ForEach-Object {
                $word, $says = $_ -split "`t", 2
                if (-not $says) { $says = $word }
                [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $says)
            }
        }
        """;
}
