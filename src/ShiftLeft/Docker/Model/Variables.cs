using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Docker;

/// <summary>What is known of a variable when the file is read.</summary>
enum Knowledge
{
    /// <summary>It has a value: a default, or what an instruction set.</summary>
    Known,
    /// <summary>It is declared and gets its value at build time, or from an image that is not known.</summary>
    Unknown,
    /// <summary>Nobody declares it.</summary>
    Unset,
}

readonly record struct VariableValue(Knowledge Knowledge, string? Text)
{
    public static VariableValue Unset { get; } = new(Knowledge.Unset, null);
    public static VariableValue Unknown { get; } = new(Knowledge.Unknown, null);
    public static VariableValue Of(string? text) => text is null ? Unknown : new(Knowledge.Known, text);
}

/// <summary>The variables that an instruction sees. Immutable: each instruction has its own, and <c>ENV</c> sees the old values.</summary>
sealed record VariableScope
{
    public static VariableScope Empty { get; } = new();

    /// <summary>Set by <c>ENV</c>, here or in an ancestor; they beat arguments of the same name.</summary>
    public ImmutableDictionary<string, VariableValue> Environment { get; init; } = ImmutableDictionary<string, VariableValue>.Empty;
    public ImmutableDictionary<string, VariableValue> Arguments { get; init; } = ImmutableDictionary<string, VariableValue>.Empty;
    /// <summary>The stage stands on an image whose environment is not known, so that a name nobody declares may still have a value.</summary>
    public bool MayHoldMore { get; init; }
    /// <summary>Only <c>FROM</c> and global <c>ARG</c> see the platform arguments without declaring them.</summary>
    public bool IsGlobal { get; init; }

    public VariableValue Get(string name) =>
        Environment.TryGetValue(name, out var value) || Arguments.TryGetValue(name, out value) ? value
        : name == "PATH" || Proxies.Contains(name) || (IsGlobal && Platform.Contains(name)) ? VariableValue.Unknown
        : VariableValue.Unset;

    public IEnumerable<string> Names => Environment.Keys.Concat(Arguments.Keys);

    /// <summary>BuildKit gives these to every build: https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope.</summary>
    public static FrozenSet<string> Platform { get; } = FrozenSet.ToFrozenSet(
    [
        "BUILDPLATFORM", "BUILDOS", "BUILDOSVERSION", "BUILDARCH", "BUILDVARIANT",
        "TARGETPLATFORM", "TARGETOS", "TARGETOSVERSION", "TARGETARCH", "TARGETVARIANT", "TARGETSTAGE",
    ], StringComparer.Ordinal);

    static readonly FrozenSet<string> Proxies = FrozenSet.ToFrozenSet(
    [
        "HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "FTP_PROXY", "ftp_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy",
    ], StringComparer.Ordinal);
}

/// <summary>A variable where it is used.</summary>
/// <param name="Name">Without dollar and braces.</param>
/// <param name="Location">From the dollar to the end of the reference.</param>
/// <param name="Modifier">The operator behind the name: <c>:-</c>, <c>+</c>, <c>##</c>; empty where there is none.</param>
/// <param name="Value">What it held.</param>
sealed record VariableUse(string Name, Location Location, string Modifier, VariableValue Value);

/// <summary>A word after its variables were put in and its quotes taken out.</summary>
/// <param name="Text">Null when it depends on something that is not known.</param>
/// <param name="Uses">The variables in it, in order.</param>
/// <param name="Error">A reference that BuildKit refuses: <c>${x:?message}</c> on an unset variable, an unknown modifier, no closing brace.</param>
sealed record Expansion(string? Text, ImmutableArray<VariableUse> Uses, Problem? Error)
{
    public bool IsKnown => Text is not null;
    public bool IsLiteral => Uses.IsEmpty;
}
