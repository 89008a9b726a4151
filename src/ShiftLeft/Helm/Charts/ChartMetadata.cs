using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Go.Fmt;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Charts;

/// <summary>What <c>Chart.yaml</c> says (and, in a chart of version 1, <c>requirements.yaml</c>).</summary>
sealed record ChartMetadata
{
    /// <summary>The fields of Go's <c>chart.Metadata</c> that are plain strings, in its order, with their keys.</summary>
    static readonly ImmutableArray<(string Field, string Key)> Strings =
    [
        ("Name", "name"), ("Home", "home"), ("Version", "version"), ("Description", "description"), ("Icon", "icon"), ("APIVersion", "apiVersion"),
        ("Condition", "condition"), ("Tags", "tags"), ("AppVersion", "appVersion"), ("KubeVersion", "kubeVersion"), ("Type", "type"),
    ];

    public required SourceText Source { get; init; }
    /// <summary>The document as it is read, for its places.</summary>
    public required MapValue Document { get; init; }
    /// <summary>The chart's own name, or the alias that a parent gives it.</summary>
    public required StringValue NameValue { get; init; }
    /// <summary>Null where the chart names none, which is not the same as an empty list: then nothing is processed.</summary>
    public ImmutableArray<ChartDependency>? Dependencies { get; init; }

    public string Name => NameValue.Text;
    public string Version => Text("version");
    public string Type => Text("type");
    public string KubeVersion => Text("kubeVersion");
    public string ApiVersion => Text("apiVersion") is { Length: > 0 } version ? version : "v1";

    /// <summary>Where a field is written; the file's first line where it is not.</summary>
    public Location Place(string key) => Document[key]?.From is ValueProvenance from ? new(from.Source, from.Value) : new(Source, Source.LineSpan(0));

    string Text(string key) => AsString(Document[key])?.Text ?? "";

    /// <summary>A scalar as Go's JSON reader takes it into a string: numbers and booleans by their value, not as written.</summary>
    public static StringValue? AsString(Value? value) => value switch
    {
        StringValue text => IsVisible(text.Text) ? text : StringValue.Of(string.Concat(text.Text.EnumerateRunes().Select(Visible)), text.From),
        FloatValue or BoolValue or IntegerValue => new(TracedText.Scalar(PlainFormat.Print(value), value.From), value.From),
        _ => null,
    };

    static bool IsVisible(string text) => text.All(c => c is ' ' or (> ' ' and < '\u007F')) || text.EnumerateRunes().All(rune => Visible(rune) is { Length: > 0 } shown && shown == rune.ToString());

    /// <summary>Helm takes out of what a chart says of itself whatever does not print; any blank is one.</summary>
    static string Visible(Rune rune) => Rune.IsWhiteSpace(rune) ? " " : Quoting.IsPrintable(rune) ? rune.ToString() : "";

    /// <summary>The <c>.Chart</c> of templates: a map of Go's field names in Helm 4, a struct in Helm 3.</summary>
    public Value ToValue(HelmProfile profile, bool isRoot)
    {
        var fields = new MapValue(new ValueOrigin(this).Root);
        foreach (var (field, key) in Strings) fields.Entries.Set(field, key switch { "name" => NameValue, "apiVersion" => StringValue.Of(ApiVersion, Document[key]?.From), _ => AsString(Document[key]) ?? StringValue.Of("", Absent(key)) });
        fields.Entries.Set("Sources", List("sources", item => AsString(item) ?? StringValue.Of("", null), "string", profile));
        fields.Entries.Set("Keywords", List("keywords", item => AsString(item) ?? StringValue.Of("", null), "string", profile));
        fields.Entries.Set("Maintainers", List("maintainers", Maintainer, "*chart.Maintainer", profile));
        fields.Entries.Set("Deprecated", new BoolValue(Document["deprecated"]?.IsTrue == true, Document["deprecated"]?.From));
        fields.Entries.Set("Annotations", Annotations());
        fields.Entries.Set("Dependencies", new ListValue([.. (Dependencies ?? []).Select(dependency => Object(dependency.ToFields(), profile))], Document["dependencies"]?.From));
        fields.Entries.Set("IsRoot", new BoolValue(isRoot));
        return Object(fields, profile);

        Value Maintainer(Value item) => Object(Record(item as MapValue, ("Name", "name"), ("Email", "email"), ("URL", "url")), profile);
    }

    AbsentProvenance Absent(string key) => new(key, Document.From);

    ListValue List(string key, Func<Value, Value> read, string elementType, HelmProfile profile) =>
        new([.. (Document[key] as ListValue)?.Items.Select(read) ?? []], Document[key]?.From, profile.Major >= 4 ? "interface {}" : elementType);

    MapValue Annotations()
    {
        var entries = new MapEntries();
        foreach (var entry in (Document["annotations"] as MapValue)?.Entries.Sorted ?? []) entries.Set(entry.Key, entry.Value as StringValue ?? AsString(entry.Value) ?? StringValue.Of("", entry.Value.From));
        return new(entries, Document["annotations"]?.From ?? Absent("annotations"), "map[string]string");
    }

    internal static MapValue Record(MapValue? map, params ReadOnlySpan<(string Field, string Key)> names)
    {
        var record = new MapValue(map?.From);
        foreach (var (field, key) in names) record.Entries.Set(field, AsString(map?[key]) ?? StringValue.Of("", map is null ? null : new AbsentProvenance(key, map.From)));
        return record;
    }

    static Value Object(MapValue fields, HelmProfile profile) => profile.Major >= 4 ? fields : new MetadataObject(fields);

    readonly struct ValueOrigin(ChartMetadata metadata)
    {
        public Provenance? Root => metadata.Document.From;
    }
}

/// <summary>A Go struct of chart metadata, as Helm 3 hands it to templates: asking for a field that it lacks is an error.</summary>
sealed class MetadataObject(MapValue fields) : ObjectValue(fields.From)
{
    /// <summary>The fields of Go's structs in their order; those of maintainers and dependencies are among those of charts.</summary>
    static readonly ImmutableArray<string> Order =
    [
        "Name", "Email", "URL", "Home", "Sources", "Version", "Description", "Keywords", "Maintainers", "Icon", "APIVersion", "Repository", "Condition", "Tags", "Enabled", "ImportValues", "Alias",
        "AppVersion", "Deprecated", "Annotations", "KubeVersion", "Dependencies", "Type", IsRoot,
    ];

    const string IsRoot = "IsRoot";

    public override string TypeName => IsChart ? "struct { chart.Metadata; IsRoot bool }" : fields["Email"] is null ? "*chart.Dependency" : "*chart.Maintainer";
    public override Value? Field(string name) => fields[name];
    public override string Print() => IsChart ? $"{{{Printed(InOrder.Where(name => name != IsRoot))} {PlainFormat.Print(fields[IsRoot]!)}}}" : Printed(InOrder);

    bool IsChart => fields[IsRoot] is not null;

    IEnumerable<string> InOrder => Order.Where(name => fields[name] is not null);

    string Printed(IEnumerable<string> names) => $"{{{string.Join(' ', names.Select(name => PlainFormat.Print(fields[name]!)))}}}";

    /// <summary>Go writes the JSON names and leaves out what is empty.</summary>
    public override IEnumerable<KeyValuePair<string, Value>> Exported =>
        InOrder.Where(name => name == IsRoot || !fields[name]!.IsEmpty).Select(name => KeyValuePair.Create(JsonName(name), fields[name]!));

    static string JsonName(string field) => field switch
    {
        "URL" => "url",
        "APIVersion" => "apiVersion",
        "ImportValues" => "import-values",
        IsRoot => field,
        _ => char.ToLowerInvariant(field[0]) + field[1..],
    };
}

/// <summary>An entry of <c>dependencies</c>.</summary>
sealed record ChartDependency
{
    /// <summary>The entry as it is read, for its places.</summary>
    public required MapValue Document { get; init; }
    /// <summary>The chart's name; once dependencies are processed, the alias where there is one.</summary>
    public required StringValue NameValue { get; init; }
    public bool Enabled { get; init; }
    /// <summary>As Go rewrites them while importing.</summary>
    public ListValue ImportValues { get; init; } = new([]);

    public string Name => NameValue.Text;
    public string Version => Text("version");
    public string Repository => Text("repository");
    public string Condition => Text("condition");
    public StringValue? Alias => ChartMetadata.AsString(Document["alias"]) is { Text.Length: > 0 } alias ? alias : null;
    public IEnumerable<string> Tags => (Document["tags"] as ListValue)?.Items.Select(tag => ChartMetadata.AsString(tag)?.Text).OfType<string>() ?? [];

    string Text(string key) => ChartMetadata.AsString(Document[key])?.Text ?? "";

    public static ChartDependency? Read(Value value) => value is MapValue map && ChartMetadata.AsString(map["name"]) is { Text.Length: > 0 } name
        ? new() { Document = map, NameValue = name, ImportValues = map["import-values"] as ListValue ?? new([]) }
        : null;

    internal MapValue ToFields()
    {
        var fields = ChartMetadata.Record(Document, ("Name", "name"), ("Version", "version"), ("Repository", "repository"), ("Condition", "condition"), ("Alias", "alias"));
        fields.Entries.Set("Name", NameValue);
        fields.Entries.Set("Tags", Document["tags"] as ListValue ?? new ListValue([]));
        fields.Entries.Set("Enabled", new BoolValue(Enabled));
        fields.Entries.Set("ImportValues", ImportValues);
        return fields;
    }
}
