using ShiftLeft.Docker.Syntax;
using ShiftLeft.Images;
using ShiftLeft.Text;

namespace ShiftLeft.Docker;

/// <summary>
/// What BuildKit refuses of an instruction when it carries it out (<c>dockerfile2llb</c>): words that cannot be expanded, and values that are
/// none once their variables are put in. A value that is not known is never refused; one that only a build without arguments has is told as such.
/// </summary>
static class BuildCheck
{
    public const string OutOfRange = "port-out-of-range";

    /// <param name="workingDirectory">Where the instruction stands; null when that is not known.</param>
    public static IEnumerable<Problem> Of(Instruction instruction, string? workingDirectory)
    {
        var failed = false;
        foreach (var expansion in instruction.Expansions)
        {
            if (expansion.Error is not { } error) continue;
            yield return error;
            failed = true;
        }
        if (failed) yield break;
        var problems = instruction switch
        {
            CopyInstruction copy => OfCopy(copy),
            ExposeInstruction expose => OfExpose(expose),
            StopSignalInstruction { Word: { } word } signal => OfValue(signal, word, Signal.IsValid, text => $"`{Short(text)}` is no signal{(text.Any(char.IsWhiteSpace) ? ": all of the line is taken for one" : Suggestion.Sentence(text, Signal.Names.Select(name => "SIG" + name)))}"),
            VolumeInstruction volume => volume.Syntax.Words.Where(word => word.Text.Trim().Length > 0).SelectMany(word => OfValue(volume, word, text => text.Length > 0, _ => "the volume's path is empty")),
            RunInstruction run => OfMounts(run, workingDirectory),
            _ => [],
        };
        foreach (var problem in problems) yield return problem;
    }

    static IEnumerable<Problem> OfCopy(CopyInstruction copy)
    {
        var chmod = copy.Flag("chmod");
        if (copy.Expand(chmod) is { Text: { Length: > 0 } mode } && !FileMode.IsValid(mode))
            yield return new("bad-chmod", chmod!.ValueLocation, $"`{Short(mode)}` is no file mode: write it in octal such as `0755`, at most `7777`, or as `u=rwX,go=rX`");

        var checksum = copy.IsAdd ? copy.Expand(copy.Flag("checksum")) : null;
        var sources = copy.Sources.Select(word => (Word: word, copy.Expand(word).Text)).ToList();
        if (checksum is { Text.Length: > 0 })
        {
            var flag = copy.Flag("checksum")!;
            if (sources is not [var only]) yield return new("bad-checksum", flag.Location, "`--checksum` is for one source");
            else if (only.Text is { } text && RemoteSource.Of(text).Kind == SourceKind.Local) yield return new("bad-checksum", flag.Location, $"`--checksum` is for what is fetched by HTTP or Git, and `{Short(text)}` is not");
        }
        foreach (var (word, text) in sources)
        {
            if (text is null || RemoteSource.Of(text) is not { Kind: not SourceKind.Local } source) continue;
            if (source.Fault is { } fault) yield return new("bad-source", word.Location, fault);
            else if (!copy.IsAdd) yield return new("remote-copy", word.Location, $"`COPY` takes no {(source.Kind == SourceKind.Git ? "Git repository" : "address")}", "Write `ADD`.");
            else if (source.Kind == SourceKind.Http && checksum is { Text: { Length: > 0 } digest } && ReferenceReader.DigestFault(digest) is { } why)
                yield return new("bad-checksum", copy.Flag("checksum")!.ValueLocation, $"`{Short(digest)}` is no checksum: {why}");
        }
    }

    static IEnumerable<Problem> OfExpose(ExposeInstruction expose)
    {
        foreach (var port in expose.Ports)
        {
            if (port.Fault is null) continue;
            if (port.Word.Text.StartsWith('#'))
            {
                yield return new("bad-port", InstructionCheck.Remark(port.Word, expose.Syntax.Words), $"`{Short(port.Text!)}` begins no comment here but is taken for a port", InstructionCheck.OwnLine);
                yield break;
            }
            yield return new(port.IsOutOfRange ? OutOfRange : "bad-port", port.Location, $"`{Short(port.Text!)}` is no port: {port.Fault}");
        }
    }

    static IEnumerable<Problem> OfMounts(RunInstruction run, string? workingDirectory)
    {
        foreach (var syntax in run.Mounts)
        {
            if (syntax.Problem is not null) continue;
            var mount = Mount.Read(syntax, value => run.Expand(value));
            if ((mount.Problem ?? mount.CheckTarget(workingDirectory)) is { } problem) yield return problem;
        }
    }

    /// <summary>A word whose value must be of a kind.</summary>
    static IEnumerable<Problem> OfValue(Instruction instruction, Word word, Func<string, bool> isValid, Func<string, string> message)
    {
        var expansion = instruction.Expand(word);
        if (expansion.Text is { } text)
        {
            if (!isValid(text)) yield return new("bad-value", word.Location, message(text));
        }
        else if (expansion.DependsOnArguments && instruction.Expand(word.Mapped, withoutArguments: true).Text is { } bare && !isValid(bare))
        {
            yield return new("bad-value", word.Location, $"without build arguments, {message(bare)}") { IsConditional = true };
        }
    }

    static string Short(string text) => text.Length <= 60 ? text : text[..57] + "…";
}
