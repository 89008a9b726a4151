using System.Text;
using ShiftLeft.Files;
using ShiftLeft.Go.Json;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Values;

/// <summary>Helm's options that set single values; whatever the order they are given in, it applies them in this one.</summary>
enum SetOption
{
    /// <summary><c>--set-json a=[1,2]</c>, and from Helm 4 on <c>--set-json {"a":[1,2]}</c>.</summary>
    Json,
    /// <summary><c>--set a.b=1,c={x,y},d[0]=null</c></summary>
    Value,
    /// <summary><c>--set-string a=1</c>: every value is a string.</summary>
    String,
    /// <summary><c>--set-file a=script.sh</c>: every value is the text of a file.</summary>
    File,
    /// <summary><c>--set-literal a=1,b</c>: all that follows the first equals sign is the value.</summary>
    Literal,
}

/// <param name="Option">The option.</param>
/// <param name="Text">What it is given.</param>
readonly record struct SetArgument(SetOption Option, string Text)
{
    /// <summary>Where it is written in a file; null for one that was given on a command line.</summary>
    public Location? Place { get; init; }
}

/// <summary>Applies <c>--set</c> and its kin to values, in the grammar of Helm's <c>pkg/strvals</c>.</summary>
static class SetArguments
{
    /// <summary>A key and a value that is taken as it is, though with its type: its commas and braces mean themselves.</summary>
    public static SetArgument Of(string key, string value, Location? place = null)
    {
        var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal);
        return new(SetOption.Value, $"{key}={(escaped.StartsWith('{') ? "\\" : "")}{escaped}") { Place = place };
    }

    /// <summary>
    /// Changes the values in place, in Helm's order of the options. Null when all was applied; else an error in Helm's words.
    /// </summary>
    /// <param name="values">What the values files gave.</param>
    /// <param name="arguments">In the order in which they are given.</param>
    /// <param name="profile">The Helm that is followed.</param>
    /// <param name="read">Reads the files of <c>--set-file</c>, by the path as it is written.</param>
    /// <param name="budget">What may be spent.</param>
    public static string? Apply(MapValue values, IEnumerable<SetArgument> arguments, HelmProfile profile, Func<string, FileRead> read, RenderBudget budget)
    {
        try
        {
            foreach (var argument in arguments.OrderBy(argument => argument.Option))
            {
                if (Apply(values, argument, profile, read, budget) is { } error) return error;
            }
            return null;
        }
        catch (BudgetException exception)
        {
            return exception.Message;
        }
    }

    static string? Apply(MapValue values, SetArgument argument, HelmProfile profile, Func<string, FileRead> read, RenderBudget budget)
    {
        var (option, text) = (argument.Option, argument.Text);
        if (option == SetOption.Json && profile.Major >= 4 && text.Trim() is ['{', ..] json)
        {
            var from = new ArgumentProvenance(text, argument.Place);
            var bytes = Encoding.UTF8.GetBytes(json);
            if (JsonText.Measure(bytes) != bytes.Length || JsonText.Read(bytes, from, budget) is not MapValue map) return $"failed parsing --set-json data JSON: {text}";
            Merge(values, map);
            return null;
        }
        var error = new SetParser(argument, profile, read, budget).Parse(values);
        return (error, option) switch
        {
            (null, _) => null,
            (_, SetOption.Json) => $"failed parsing --set-json data {text}",
            (_, SetOption.Value) => $"failed parsing --set data: {error}",
            (_, SetOption.String) => $"failed parsing --set-string data: {error}",
            (_, SetOption.File) => $"failed parsing --set-file data: {error}",
            _ => $"failed parsing --set-literal data: {error}",
        };
    }

    /// <summary>Maps merge, all else is replaced.</summary>
    static void Merge(MapValue into, MapValue from)
    {
        foreach (var entry in from.Entries.Sorted)
        {
            if (entry.Value is MapValue map && into[entry.Key.Text] is MapValue known)
            {
                var merged = new MapValue(new MapEntries(known.Entries), known.From, known.TypeName);
                Merge(merged, map);
                into.Entries.Put(entry.Key, merged);
            }
            else into.Entries.Put(entry.Key, entry.Value);
        }
    }
}
