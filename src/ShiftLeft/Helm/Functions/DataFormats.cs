using System.Collections.Immutable;
using ShiftLeft.Go.Json;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Go.Toml;
using ShiftLeft.Go.Yaml;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Functions;

/// <summary>Functions that write values as YAML, JSON and TOML, and read them.</summary>
static class DataFormats
{
    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        Writer("toYaml", static call => YamlEmitter.Emit(call[0], Made(call), call.Budget)),
        Writer("mustToYaml", static call => OrFail(call, static call => YamlEmitter.Write(call[0], Made(call), call.Budget))),
        Writer("toYamlPretty", static call => OrEmpty(call, static call => YamlPrettyEmitter.Emit(call[0], Made(call), call.Budget))),
        Writer("toJson", static call => OrEmpty(call, static call => JsonWriter.Write(call[0], Made(call), call.Budget))),
        Writer("mustToJson", static call => OrFail(call, static call => JsonWriter.Write(call[0], Made(call), call.Budget))),
        // Of sprig's own, these two differ: the one gives nothing and the other fails where a value has no form.
        Writer("toPrettyJson", static call => OrEmpty(call, static call => JsonWriter.Write(call[0], Made(call), call.Budget, isIndented: true))),
        Writer("mustToPrettyJson", static call => OrFail(call, static call => JsonWriter.Write(call[0], Made(call), call.Budget, isIndented: true))),
        Writer("toRawJson", static call => OrFail(call, static call => JsonWriter.Write(call[0], Made(call), call.Budget, isHtmlSafe: false))),
        Writer("mustToRawJson", static call => OrFail(call, static call => JsonWriter.Write(call[0], Made(call), call.Budget, isHtmlSafe: false))),
        // Here the words of the error are the result.
        Writer("toToml", static call => OrWords(call, static call => TomlWriter.Write(call[0], Made(call), call.Budget, call.Profile.Toml))),
        Writer("mustToToml", static call => OrFail(call, static call => TomlWriter.Write(call[0], Made(call), call.Budget, call.Profile.Toml))),
        Reader("fromYaml", static call => ReadYaml(call, isList: false)),
        Reader("fromYamlArray", static call => ReadYaml(call, isList: true)),
        Reader("fromJson", static call => ReadJson(call, isList: false)),
        Reader("fromJsonArray", static call => ReadJson(call, isList: true)),
        Reader("mustFromJson", MustReadJson),
        Reader("fromToml", ReadToml),
    ];

    static FunctionSignature Writer(string name, Func<FunctionCall, TracedText> write) => new(name, [Parameter.Any], null, call => new StringValue(write(call)));

    static FunctionSignature Reader(string name, TemplateFunction read) => new(name, [Parameter.String], null, read);

    static ComputedProvenance Made(FunctionCall call) => call.Computed(call[0]);

    static TracedText OrEmpty(FunctionCall call, Func<FunctionCall, TracedText> write)
    {
        try
        {
            return write(call);
        }
        catch (UnwritableException)
        {
            return TracedText.Empty;
        }
    }

    static TracedText OrWords(FunctionCall call, Func<FunctionCall, TracedText> write)
    {
        try
        {
            return write(call);
        }
        catch (UnwritableException exception)
        {
            return TracedText.Of(exception.Message, Made(call));
        }
    }

    static TracedText OrFail(FunctionCall call, Func<FunctionCall, TracedText> write)
    {
        try
        {
            return write(call);
        }
        catch (UnwritableException exception)
        {
            throw new FunctionException(exception.Message);
        }
    }

    static Value ReadYaml(FunctionCall call, bool isList)
    {
        var made = Made(call);
        try
        {
            return YamlValues.Read(call.Text(0), made, call.Budget) switch
            {
                null or NilValue => isList ? new ListValue([], made) : new MapValue(made),
                ListValue list when isList => list,
                MapValue map when !isList => map,
                var other => Failure(isList, $"error unmarshaling JSON: while decoding JSON: {Mismatch(other, isList)}", made),
            };
        }
        catch (YamlException exception)
        {
            return Failure(isList, $"error converting YAML to JSON: {exception.Message}", made);
        }
    }

    static Value ReadJson(FunctionCall call, bool isList)
    {
        var made = Made(call);
        try
        {
            var (value, error) = JsonReader.Read(call.Text(0), made, call.Budget);
            switch (value)
            {
                case NilValue: return isList ? new ListValue([], made) { IsNull = true } : new MapValue(made) { IsNull = true };
                case ListValue list when isList: return error is null ? list : Failure(isList, error, made);
                case MapValue map when !isList:
                    // What could be read is there beside the error.
                    if (error is not null) SetError(map, error, made);
                    return map;
                default: return Failure(isList, Mismatch(value, isList), made);
            }
        }
        catch (JsonSyntaxException exception)
        {
            return Failure(isList, exception.Message, made);
        }
    }

    static Value MustReadJson(FunctionCall call)
    {
        try
        {
            var (value, error) = JsonReader.Read(call.Text(0), Made(call), call.Budget);
            return error is null ? value : throw new FunctionException(error);
        }
        catch (JsonSyntaxException exception)
        {
            throw new FunctionException(exception.Message);
        }
    }

    static MapValue ReadToml(FunctionCall call)
    {
        var made = Made(call);
        try
        {
            return TomlReader.Read(call.Text(0), made, call.Budget, call.Profile.Toml);
        }
        catch (TomlException exception)
        {
            var map = new MapValue(made);
            SetError(map, exception.Message, made);
            return map;
        }
    }

    static string Mismatch(Value value, bool isList) =>
        $"json: cannot unmarshal {YamlValues.JsonKind(value)} into Go value of type {(isList ? YamlValues.ListType : YamlValues.MapType)}";

    /// <summary>An error is a value: the entry <c>Error</c> of a map, or the only item of a list.</summary>
    static Value Failure(bool isList, string message, Provenance made)
    {
        if (isList) return new ListValue([StringValue.Of(message, made)], made);
        var map = new MapValue(made);
        SetError(map, message, made);
        return map;
    }

    static void SetError(MapValue map, string message, Provenance made) => map.Entries.Set(TracedText.Of("Error", made), StringValue.Of(message, made));
}
