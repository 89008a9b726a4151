using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Semver;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Rendering;

/// <summary>
/// <c>.Capabilities.KubeVersion</c>. From Helm 4 on it keeps a cluster's own version (<c>v1.33.4-gke.1</c>) beside the plain one
/// (<c>v1.33.4</c>), which constraints are checked against.
/// </summary>
sealed class KubeVersion : ObjectValue
{
    const string Path = ".Capabilities.KubeVersion";

    readonly string version;
    readonly string? plain;
    readonly string major;
    readonly string minor;

    KubeVersion(string version, string? plain, string major, string minor) : base(new BuiltinProvenance(Path)) =>
        (this.version, this.plain, this.major, this.minor) = (version, plain, major, minor);

    public override string TypeName => plain is null ? "chartutil.KubeVersion" : "common.KubeVersion";

    /// <summary>That of the client library which Helm is built with.</summary>
    public static KubeVersion Default(HelmProfile profile) => profile.Name switch
    {
        "3.17" => new("v1.32.0", null, "1", "32"),
        "4.1" => new("v1.35.0", "v1.35.0", "1", "35"),
        "4.2" => new("v1.36.0", "v1.36.0", "1", "36"),
        _ => new("v1.37.0", "v1.37.0", "1", "37"),
    };

    /// <summary>Null with an error in Helm's words where it cannot be read.</summary>
    public static KubeVersion? Parse(string text, HelmProfile profile, out string? error)
    {
        var read = profile.Major == 3 ? Semantic(text, profile, out error) : Generic(text, out error);
        if (error is not null) error = $"invalid kube version '{text}': {error}";
        return read;
    }

    static KubeVersion? Semantic(string text, HelmProfile profile, out string? error) =>
        SemanticVersion.Parse(text, profile.Versions, out error) is { } version
            ? new($"v{version}", null, version.Major.ToString(CultureInfo.InvariantCulture), version.Minor.ToString(CultureInfo.InvariantCulture))
            : null;

    /// <summary>Two or more numbers, and whatever follows them (<c>k8s.io/apimachinery</c>'s <c>ParseGeneric</c>).</summary>
    static KubeVersion? Generic(string text, out string? error)
    {
        error = null;
        var at = 0;
        while (at < text.Length && text[at] is ' ' or '\t' or '\n' or '\f' or '\r') at++;
        if (at < text.Length && text[at] == 'v') at++;
        var start = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] == '.' && at > start && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))) at++;
        var numbers = text[start..at];
        if (numbers.Length == 0 || text.AsSpan(at).Contains('\n'))
        {
            error = $"could not parse {Quoting.Quote(text)} as version";
            return null;
        }
        var parts = numbers.Split('.');
        if (parts.Length < 2)
        {
            error = $"illegal version string {Quoting.Quote(text)}";
            return null;
        }
        var values = ImmutableArray.CreateBuilder<string>(parts.Length);
        foreach (var part in parts)
        {
            if (values.Count == 0 && part.StartsWith('0') && part != "0")
            {
                error = $"illegal zero-prefixed version component {Quoting.Quote(part)} in {Quoting.Quote(text)}";
                return null;
            }
            if (!ulong.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                error = $"illegal non-numeric version component {Quoting.Quote(part)} in {Quoting.Quote(text)}: strconv.ParseUint: parsing {Quoting.Quote(part)}: value out of range";
                return null;
            }
            values.Add(number.ToString(CultureInfo.InvariantCulture));
        }
        return new(text.StartsWith('v') ? text : "v" + text, "v" + string.Join('.', values), values[0], values[1]);
    }

    public override Value? Field(string name) => name switch
    {
        "Version" => Text(name, version),
        "Major" => Text(name, major),
        "Minor" => Text(name, minor),
        _ => null,
    };

    public override FunctionSignature? Method(string name) => name switch
    {
        "GitVersion" => new(name, [], null, _ => Text("Version", version)),
        "String" => new(name, [], null, _ => Text("Version", PrintDirectly())),
        _ => null,
    };

    /// <summary>Through a pipe Go sees the struct, all of its fields.</summary>
    public override string Print() => plain is null ? $"{{{version} {major} {minor}}}" : $"{{{version} {plain} {major} {minor}}}";

    public override string PrintDirectly() => plain ?? version;

    public override IEnumerable<KeyValuePair<string, Value>> Exported => [new("Version", Text("Version", version)), new("Major", Text("Major", major)), new("Minor", Text("Minor", minor))];

    static StringValue Text(string field, string text) => StringValue.Of(text, new BuiltinProvenance($"{Path}.{field}"));
}
