using System.Collections.Frozen;
using ShiftLeft.Helm.Templates;

namespace ShiftLeft.Helm.Functions;

/// <summary>Every function that Helm registers, by name; those that need the engine (<c>include</c>, <c>tpl</c>, …) are its own.</summary>
static class FunctionTable
{
    public static FrozenDictionary<string, FunctionSignature> All { get; } = new IEnumerable<FunctionSignature>[]
    {
        Builtins.All,
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
}
