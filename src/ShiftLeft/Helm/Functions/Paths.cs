using System.Collections.Immutable;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;

namespace ShiftLeft.Helm.Functions;

/// <summary>Functions of paths with slashes; those of the operating system are the same, as Helm mostly runs on Linux.</summary>
static class Paths
{
    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        .. Both("base", "osBase", Base),
        .. Both("dir", "osDir", call => Shortened(call, Clean(call.String(0)[..(call.String(0).LastIndexOf('/') + 1)]))),
        .. Both("clean", "osClean", call => Shortened(call, Clean(call.String(0)))),
        .. Both("ext", "osExt", Extension),
        .. Both("isAbs", "osIsAbs", call => new BoolValue(call.String(0).StartsWith('/'), call.Computed(call[0]))),
    ];

    static FunctionSignature[] Both(string name, string other, TemplateFunction body) => [new(name, [Parameter.String], null, body), new(other, [Parameter.String], null, body)];

    static StringValue Base(FunctionCall call)
    {
        var path = call.Text(0);
        if (path.Length == 0) return call.Opaque(".", call[0]);
        var end = path.Length;
        while (end > 0 && path.Text[end - 1] == '/') end--;
        if (end == 0) return Strings.Part(call[0], path.Slice(0, 1));
        var start = path.Text.LastIndexOf('/', end - 1) + 1;
        return Strings.Part(call[0], path.Slice(start, end - start));
    }

    static StringValue Extension(FunctionCall call)
    {
        var path = call.Text(0);
        var dot = path.Text.LastIndexOf('.');
        return Strings.Part(call[0], path.Slice(dot > path.Text.LastIndexOf('/') ? dot : path.Length));
    }

    /// <summary>A result that the argument begins with is a part of it.</summary>
    static StringValue Shortened(FunctionCall call, string result)
    {
        var path = call.Text(0);
        return path.Text.StartsWith(result, StringComparison.Ordinal) ? Strings.Part(call[0], path.Slice(0, result.Length)) : call.Opaque(result, call[0]);
    }

    /// <summary>Go's <c>path.Clean</c>: no doubled or trailing slashes, no dots, and no steps back but at the start of a relative path.</summary>
    public static string Clean(string path)
    {
        if (path.Length == 0) return ".";
        var isRooted = path[0] == '/';
        var kept = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part.Length == 0 || part == ".") continue;
            if (part != "..") kept.Add(part);
            else if (kept.Count > 0 && kept[^1] != "..") kept.RemoveAt(kept.Count - 1);
            else if (!isRooted) kept.Add(part);
        }
        var clean = (isRooted ? "/" : "") + string.Join('/', kept);
        return clean.Length == 0 ? "." : clean;
    }
}
