using System.Collections.Immutable;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Semver;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Go.Strings;
using ShiftLeft.Go.Template;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Functions;

/// <summary>sprig's functions for versions.</summary>
static class SemanticVersions
{
    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new("semver", [Parameter.String], null, call => new VersionValue(Version(call, 0), call.Text(0), call.Computed(call[0]))),
        new("semverCompare", [Parameter.String, Parameter.String], null, Compare),
    ];

    static BoolValue Compare(FunctionCall call)
    {
        call.Budget.Step(call.String(0).Length / 16);
        var constraint = VersionConstraint.Parse(call.String(0), call.Profile.Versions, out var error) ?? throw new FunctionException(error!);
        return new(constraint.Allows(Version(call, 1)), call.Computed(call[0], call[1]));
    }

    static SemanticVersion Version(FunctionCall call, int index) =>
        SemanticVersion.Parse(call.String(index), call.Profile.Versions, out var error) ?? throw new FunctionException(error!);
}

/// <summary>A <c>*semver.Version</c>, or a <c>semver.Version</c> as the functions that change one return it; that one has fewer methods.</summary>
/// <param name="version">The version.</param>
/// <param name="original">As written; its characters keep their origins.</param>
/// <param name="from">What it was made of.</param>
/// <param name="isPointer">Whether it is the pointer.</param>
sealed class VersionValue(SemanticVersion version, TracedText original, Provenance? from, bool isPointer = true) : ObjectValue(from)
{
    public SemanticVersion Version { get; } = version;
    public override Kind Kind => isPointer ? Kind.Ptr : Kind.Struct;
    public override string TypeName => isPointer ? "*semver.Version" : "semver.Version";
    public override string Print() => Version.ToString();
    public override Value WithFrom(Provenance? from) => new VersionValue(Version, original, from, isPointer);

    public override FunctionSignature? Method(string name) => name switch
    {
        "Major" => Get(name, new IntegerValue((long)Version.Major, From, Kind.Uint64)),
        "Minor" => Get(name, new IntegerValue((long)Version.Minor, From, Kind.Uint64)),
        "Patch" => Get(name, new IntegerValue((long)Version.Patch, From, Kind.Uint64)),
        "Prerelease" => Get(name, Part(Version.Prerelease, '-')),
        "Metadata" => Get(name, Part(Version.Metadata, '+')),
        "String" or "Value" => Get(name, StringValue.Of(Print(), From)),
        "MarshalText" => Get(name, new BytesValue(GoString.Encode(Print()), From)),
        "MarshalJSON" => Get(name, new BytesValue(GoString.Encode(Quoting.Quote(Print())), From)),
        "IncPatch" => Change(name, Version.Patch, Version.Prerelease.Length > 0 ? null : "patch", Version.NextPatch),
        "IncMinor" => Change(name, Version.Minor, "minor", Version.NextMinor),
        "IncMajor" => Change(name, Version.Major, "major", Version.NextMajor),
        "SetPrerelease" => Change(name, SemanticVersion.PrereleaseError, Version.WithPrerelease),
        "SetMetadata" => Change(name, SemanticVersion.MetadataError, Version.WithMetadata),
        _ when !isPointer => null,
        "Original" => Get(name, new StringValue(original, From)),
        "Compare" => Compare(name, (by, from) => new IntegerValue(by, from)),
        "Equal" => Compare(name, (by, from) => new BoolValue(by == 0, from)),
        "LessThan" => Compare(name, (by, from) => new BoolValue(by < 0, from)),
        "LessThanEqual" => Compare(name, (by, from) => new BoolValue(by <= 0, from)),
        "GreaterThan" => Compare(name, (by, from) => new BoolValue(by > 0, from)),
        "GreaterThanEqual" => Compare(name, (by, from) => new BoolValue(by >= 0, from)),
        _ => null,
    };

    static FunctionSignature Get(string name, Value value) => new(name, [], null, _ => value);

    FunctionSignature Change(string name, ulong number, string? part, Func<SemanticVersion> change) => new(name, [], null, call =>
        number == ulong.MaxValue && part is not null && call.Profile.Versions >= VersionRules.Semver35
            ? throw new FunctionException($"{part} version increment would overflow uint64")
            : Changed(change(), call.Computed(this)));

    FunctionSignature Change(string name, Func<string, VersionRules, string?> check, Func<string, SemanticVersion> change) => new(name, [Parameter.String], null, call =>
        call.String(0) is { Length: > 0 } text && check(text, call.Profile.Versions) is { } error
            ? throw new FunctionException(error)
            : Changed(change(call.String(0)), call.Computed(this, call[0])));

    static VersionValue Changed(SemanticVersion version, Provenance from) => new(version, TracedText.Of(version.Original, from), from, isPointer: false);

    FunctionSignature Compare(string name, Func<int, Provenance, Value> result) => new(name, [Parameter.Any], null, call => call[0] switch
    {
        VersionValue { IsPointer: true } other => result(Version.CompareTo(other.Version), call.Computed(this, other)),
        NilValue when name == "Equal" => new BoolValue(false, call.Computed(this)),
        NilValue => throw new FunctionException("runtime error: invalid memory address or nil pointer dereference"),
        var other => throw new FunctionException($"wrong type for value; expected *semver.Version; got {other.TypeName}"),
    });

    bool IsPointer => isPointer;

    /// <summary>A part keeps the origin of its characters in the text that was read.</summary>
    StringValue Part(string part, char sign)
    {
        var start = original.Text.IndexOf(sign, StringComparison.Ordinal) + 1;
        return part.Length > 0 && start > 0 && string.CompareOrdinal(original.Text, start, part, 0, part.Length) == 0
            ? new(original.Slice(start, part.Length), From)
            : StringValue.Of(part, From);
    }
}
