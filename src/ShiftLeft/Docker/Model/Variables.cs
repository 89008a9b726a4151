using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Docker;

/// <summary>What is known of a variable when the file is read.</summary>
enum Knowledge
{
    /// <summary>It has a value: a default, or what an instruction set.</summary>
    Known,
    /// <summary>It has a value that the file does not tell: the base image's, or the builder's own.</summary>
    Set,
    /// <summary><c>ARG</c> declares it without a default: it is unset unless the build gives it.</summary>
    Declared,
    /// <summary>Nobody declares it, but the stage stands on an image that is not known and may set it.</summary>
    Unknown,
    /// <summary>Nobody sets it.</summary>
    Unset,
}

readonly record struct VariableValue(Knowledge Knowledge, string? Text)
{
    /// <summary>What it holds in a build that gives no arguments, where that is known though the value is not.</summary>
    public string? WithoutArguments { get; init; }
    public static VariableValue Set { get; } = new(Knowledge.Set, null);
    public static VariableValue Declared { get; } = new(Knowledge.Declared, null);
    public static VariableValue Unknown { get; } = new(Knowledge.Unknown, null);
    public static VariableValue Unset { get; } = new(Knowledge.Unset, null);
    /// <summary>A value, or a variable that is set to something that is not known.</summary>
    public static VariableValue Of(string? text) => text is null ? Set : new(Knowledge.Known, text);
}

/// <summary>
/// The variables that an instruction sees. Immutable: each instruction has its own, and <c>ENV</c> sees the old values. BuildKit keeps
/// arguments and environment in one place, where the last to be set counts.
/// </summary>
sealed record VariableScope
{
    public static VariableScope Empty { get; } = new();

    /// <summary>By name, as Linux takes names: with regard to case.</summary>
    public ImmutableDictionary<string, VariableValue> Variables { get; init; } = ImmutableDictionary<string, VariableValue>.Empty;
    /// <summary>The stage stands on an image whose environment is not known, so that a name nobody declares may still have a value.</summary>
    public bool MayHoldMore { get; init; }

    /// <summary>What <c>FROM</c> and <c>ARG</c> before it see without a declaration.</summary>
    public static VariableScope OfBuilder { get; } = new() { Variables = Platform.ToImmutableDictionary(name => name, _ => VariableValue.Set, StringComparer.Ordinal) };

    public VariableValue this[string name] =>
        Variables.TryGetValue(name, out var value) ? value : MayHoldMore ? VariableValue.Unknown : VariableValue.Unset;

    public IReadOnlyCollection<string> Names => new NameList(Variables);

    /// <summary>Counts without listing: a file may declare tens of thousands.</summary>
    sealed class NameList(ImmutableDictionary<string, VariableValue> variables) : IReadOnlyCollection<string>
    {
        public int Count => variables.Count;
        public IEnumerator<string> GetEnumerator() => variables.Keys.GetEnumerator();
        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    public VariableScope With(string name, VariableValue value) => this with { Variables = Variables.SetItem(name, value) };

    /// <summary><c>ARG</c> without a value leaves what is set as it is.</summary>
    public VariableScope Declare(string name) => Variables.ContainsKey(name) ? this : With(name, VariableValue.Declared);

    /// <summary>BuildKit gives these to every build: https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope.</summary>
    static IEnumerable<string> Platform =>
    [
        "BUILDPLATFORM", "BUILDOS", "BUILDOSVERSION", "BUILDARCH", "BUILDVARIANT",
        "TARGETPLATFORM", "TARGETOS", "TARGETOSVERSION", "TARGETARCH", "TARGETVARIANT", "TARGETSTAGE",
    ];

    /// <summary>Settings of the builder that are given as arguments: they never reach the environment, and nobody need declare them.</summary>
    public static FrozenSet<string> BuilderSettings { get; } = FrozenSet.ToFrozenSet(["BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"], StringComparer.Ordinal);
}

/// <summary>A variable where it is used.</summary>
/// <param name="Name">Without dollar and braces.</param>
/// <param name="Location">From the dollar to the end of the reference.</param>
/// <param name="Modifier">The operator behind the name: <c>:-</c>, <c>+</c>, <c>##</c>; empty where there is none.</param>
/// <param name="Value">What it held.</param>
sealed record VariableUse(string Name, Location Location, string Modifier, VariableValue Value)
{
    /// <summary>Where nobody sets the variable, the text that stands in its place.</summary>
    public string? Instead { get; init; }
    /// <summary>Whether the reference says what to do when the variable is unset.</summary>
    public bool IsMeantToBeUnset => Modifier is "-" or ":-" or "+" or ":+" or "?" or ":?";
    /// <summary>What follows from it, as the end of a sentence; empty where the build fails.</summary>
    public string Consequence => Instead is not { } text ? "" : text.Length == 0 ? ": it is always empty" : $": it is always `{(text.Length <= 60 ? text : text[..57] + "…")}`";
}

/// <summary>A word after its variables were put in and its quotes taken out.</summary>
/// <param name="Text">Null when it depends on something that is not known.</param>
/// <param name="Uses">The variables in it, in order.</param>
/// <param name="Error">A reference that BuildKit refuses: <c>${x:?message}</c> on an unset variable, an unknown modifier, a quote that is never closed.</param>
sealed record Expansion(string? Text, ImmutableArray<VariableUse> Uses, Problem? Error)
{
    public static Expansion Nothing { get; } = new(null, [], null);

    public bool IsKnown => Text is not null;
    /// <summary>The variables that nobody sets, each once: where one reference says what to do then, that one.</summary>
    public IEnumerable<VariableUse> Undefined =>
        from use in Uses
        where use.Value.Knowledge == Knowledge.Unset && !VariableScope.BuilderSettings.Contains(use.Name)
        group use by use.Name into same
        select same.FirstOrDefault(use => use.IsMeantToBeUnset) ?? same.First();
    public bool IsLiteral => Uses.IsEmpty;
    /// <summary>The known text before the first part that is not known.</summary>
    public string Prefix { get; init; } = Text ?? "";
    /// <summary>The known text behind the last part that is not known.</summary>
    public string Suffix { get; init; } = Text ?? "";
    /// <summary>Whether it depends on an argument that a build may leave out: then the text is not known, but that of a build without arguments may be.</summary>
    public bool DependsOnArguments => Uses.Any(use => use.Value is { Knowledge: Knowledge.Declared } or { WithoutArguments: not null });
}
