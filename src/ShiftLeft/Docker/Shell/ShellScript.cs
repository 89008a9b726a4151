using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Shell;

/// <summary>The simple commands of a piece of shell text, in the order in which they are written; those of substitutions come before their command.</summary>
/// <param name="Commands">Also those inside compounds, substitutions, <c>sh -c "…"</c> and behind wrappers such as <c>sudo</c> and <c>env</c>.</param>
/// <param name="Problem">Where the text could not be read on; the commands before it are there.</param>
/// <param name="Unread">Why nothing was read: a shell that is not POSIX-like; null when the text was read.</param>
sealed record ShellScript(ImmutableArray<ShellCommand> Commands, Problem? Problem, string? Unread)
{
    ILookup<int, ShellCommand>? pipelines;
    ILookup<(int Pipeline, int Index), ShellCommand>? places;

    /// <summary>Where it is larger or nested deeper than is read; null where all was read.</summary>
    public Problem? Excess { get; init; }

    public static ShellScript Empty { get; } = new([], null, null);

    /// <summary>Comments that go on behind the end of their line, because the line was joined with the next ones before the shell saw it.</summary>
    public ImmutableArray<MappedText> JoinedComments { get; init; } = [];

    /// <summary>The commands of a pipeline.</summary>
    public IEnumerable<ShellCommand> Pipeline(int number) => (pipelines ??= Commands.ToLookup(command => command.Pipeline))[number];

    /// <summary>The commands whose output a command gets through its pipe, those inside a compound too.</summary>
    public IEnumerable<ShellCommand> Feeders(ShellCommand command) =>
        (places ??= Commands.Select(one => (one, place: (one.Pipeline, one.PipelineIndex)))
            .Concat(Commands.Where(one => one.FeedsPipeline is not null).Select(one => (one, place: one.FeedsPipeline!.Value)))
            .ToLookup(pair => pair.place, pair => pair.one))[(command.Pipeline, command.PipelineIndex - 1)];

    public static ShellScript NotRead(string reason) => new([], null, reason);
}

/// <summary>A simple command with what is around it.</summary>
sealed record ShellCommand
{
    /// <summary>The last part of the command's path: <c>apt-get</c> for <c>/usr/bin/apt-get</c>; empty when it is not known.</summary>
    public required string Name { get; init; }
    public required ShellWord NameWord { get; init; }
    public ImmutableArray<ShellWord> Arguments { get; init; } = [];
    /// <summary><c>A=1</c> before the command, and the arguments of <c>env</c> and <c>export</c>.</summary>
    public ImmutableArray<ShellAssignment> Assignments { get; init; } = [];
    public ImmutableArray<ShellRedirection> Redirections { get; init; } = [];
    /// <summary>The commands that run this one, the outermost first: <c>sudo</c>, <c>env</c>, <c>sh</c>.</summary>
    public ImmutableArray<string> Wrappers { get; init; } = [];
    /// <summary>The number of the commands joined by <c>&amp;&amp;</c> and <c>||</c> that it belongs to; between two of them, only <c>set -e</c> stops at a failure.</summary>
    public int Step { get; init; }
    /// <summary>The pipeline's number in the script; commands of one pipeline share it.</summary>
    public int Pipeline { get; init; }
    /// <summary>The position in the pipeline, from 0.</summary>
    public int PipelineIndex { get; init; }
    /// <summary>How many commands the pipeline has.</summary>
    public int PipelineLength { get; init; } = 1;
    /// <summary>The pipeline that a compound around it feeds with all that it prints, and the compound's place in it; null when there is none.</summary>
    public (int Pipeline, int Index)? FeedsPipeline { get; init; }
    /// <summary>Whether the script looks at its result: behind <c>!</c>, before <c>||</c>, or as the question of a branch or loop.</summary>
    public bool IsHandled { get; init; }
    /// <summary>The redirections of the compounds around it, the innermost first.</summary>
    public ImmutableArray<ShellRedirection> OuterRedirections { get; init; } = [];
    /// <summary>The variables that the script has exported by then; the value is null where only a run can tell.</summary>
    public ImmutableDictionary<string, string?> Exported { get; init; } = ImmutableDictionary<string, string?>.Empty;
    /// <summary>Whether <c>set -e</c> is in force.</summary>
    public bool HasErrexit { get; init; }
    /// <summary>Whether <c>set -o pipefail</c> is in force.</summary>
    public bool HasPipefail { get; init; }
    /// <summary>Whether it stands in a substitution: its output is text for another command.</summary>
    public bool InSubstitution { get; init; }
    /// <summary>Whether it stands in brackets, a substitution or an inner shell: its directory and variables are gone behind them.</summary>
    public bool InSubshell { get; init; }
    /// <summary>Whether it is run only under a condition, in a loop or in a function.</summary>
    public bool IsConditional { get; init; }
    /// <summary>Assignments, name and arguments.</summary>
    public required Location Location { get; init; }

    /// <summary>What the script itself gives the command in a variable: U+FFFC where only a run can tell, null where it gives nothing.</summary>
    public string? Given(string variable) =>
        Assignments.LastOrDefault(assignment => assignment.Name == variable) is { } own ? own.Value ?? Unknown
        : Exported.TryGetValue(variable, out var value) ? value ?? Unknown
        : null;

    static readonly string Unknown = ShellWord.Unknown.ToString();

    public IEnumerable<string> Texts => Arguments.Select(word => word.Text).OfType<string>();

    /// <summary>Whether an option stands among the arguments: <c>--insecure</c>, or a letter in a bundle such as <c>-fsSLk</c>.</summary>
    public ShellWord? Option(string? @long, char? @short = null) => Arguments.FirstOrDefault(word =>
        (@long is not null && (word.Skeleton == @long || word.Skeleton.StartsWith(@long + "=", StringComparison.Ordinal))) ||
        (@short is { } letter && word.Skeleton is ['-', not '-', ..] && word.Skeleton.AsSpan(1).Contains(letter)));
}

/// <summary>A word after expansion and removal of quotes.</summary>
/// <param name="Text">Null when a part of it is only known when the command runs.</param>
/// <param name="Skeleton">The text with U+FFFC for each part that is not known.</param>
/// <param name="Location">As written, quotes included.</param>
/// <param name="Raw">As written, with its map into the file.</param>
sealed record ShellWord(string? Text, string Skeleton, Location Location, MappedText Raw)
{
    public const char Unknown = '\uFFFC';

    readonly MappedText? value;

    /// <summary>The skeleton with its map into the file, so that a part of the word has a place too.</summary>
    public MappedText Value
    {
        get => value ?? Raw;
        init => this.value = value;
    }

    public bool IsFlag => Skeleton is ['-', _, ..];

    public override string ToString() => Skeleton;
}

/// <param name="Name">The variable.</param>
/// <param name="Value">Its value; null when it is not known.</param>
/// <param name="Location">Name, equals sign and value.</param>
sealed record ShellAssignment(string Name, string? Value, Location Location);

/// <param name="Operator"><c>&gt;</c>, <c>&gt;&gt;</c>, <c>&lt;</c>, <c>2&gt;</c> …, without the number.</param>
/// <param name="Target">File or descriptor; the word that ends a heredoc.</param>
sealed record ShellRedirection(string Operator, ShellWord Target)
{
    /// <summary>What is redirected: 0 is the input, 1 the output.</summary>
    public int Descriptor { get; init; }
    /// <summary>The lines of a heredoc as written; null for other redirections.</summary>
    public MappedText? Body { get; init; }
}
