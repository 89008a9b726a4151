using System.Collections.Frozen;
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
        Paths.All,
        Urls.All,
        Cryptography.All,
        Certificates.All,
        Randomness.All,
    }.SelectMany(group => group).ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    /// <summary>Those that a Helm has.</summary>
    public static FrozenDictionary<string, FunctionSignature> Of(HelmProfile profile) => profile.LackedFunctions.IsEmpty
        ? All
        : All.Where(function => !profile.LackedFunctions.Contains(function.Key)).ToFrozenDictionary(StringComparer.Ordinal);
}
