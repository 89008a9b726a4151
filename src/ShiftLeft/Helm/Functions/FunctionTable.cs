using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Go.Template;
using ShiftLeft.Helm.Rendering;

namespace ShiftLeft.Helm.Functions;

/// <summary>Every function that templates of a chart may call, by name.</summary>
static class FunctionTable
{
    /// <summary>Those of the latest release.</summary>
    public static FrozenDictionary<string, FunctionSignature> All { get; } = new IEnumerable<FunctionSignature>[]
    {
        Builtins.All,
        EngineFunctions.All,
        Strings.All,
        SemanticVersions.All,
        DataFormats.All,
        Splitting.All,
        Cases.All,
        Wrapping.All,
        RegularExpressions.All,
        Encodings.All,
        Lists.All,
        Dictionaries.All,
        Logic.All,
        Conversion.All,
        Arithmetic.All,
        Dates.All,
        Durations.All,
        Paths.All,
        Urls.All,
        Cryptography.All,
        Certificates.All,
        Randomness.All,
    }.SelectMany(group => group).ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    static readonly FrozenDictionary<string, Lazy<FrozenDictionary<string, FunctionSignature>>> ByProfile =
        HelmProfile.All.ToFrozenDictionary(profile => profile.Name, profile => new Lazy<FrozenDictionary<string, FunctionSignature>>(() => Without(profile.LackedFunctions)), StringComparer.Ordinal);

    /// <summary>Those that a Helm has.</summary>
    public static FrozenDictionary<string, FunctionSignature> Of(HelmProfile profile) => profile.LackedFunctions.IsEmpty ? All : ByProfile[profile.Name].Value;

    static FrozenDictionary<string, FunctionSignature> Without(ImmutableArray<string> names) => All.Where(function => !names.Contains(function.Key)).ToFrozenDictionary(StringComparer.Ordinal);
}
