using ShiftLeft.Go.Reflect;

namespace ShiftLeft.Go.Template;

/// <summary>What Go's signature of a function takes in a place; arguments are checked against it before the call.</summary>
/// <param name="Kind">How it is checked.</param>
/// <param name="TypeName">Go's name of the type.</param>
readonly record struct Parameter(ParameterKind Kind, string TypeName)
{
    public static Parameter Any { get; } = new(ParameterKind.Any, "interface {}");
    public static Parameter String { get; } = new(ParameterKind.String, "string");
    public static Parameter Int { get; } = new(ParameterKind.Int, "int");
    public static Parameter Int64 { get; } = new(ParameterKind.Int64, "int64");
    public static Parameter Float64 { get; } = new(ParameterKind.Float64, "float64");
    public static Parameter Bool { get; } = new(ParameterKind.Bool, "bool");
    public static Parameter Map { get; } = new(ParameterKind.Map, MapValue.PlainType);
    public static Parameter List { get; } = new(ParameterKind.List, "[]interface {}");
    public static Parameter Uint32 { get; } = new(ParameterKind.Uint32, "uint32");
    public static Parameter Time { get; } = Named("time.Time");
    public static Parameter Duration { get; } = new(ParameterKind.Duration, "time.Duration");

    /// <summary>A struct, by its name.</summary>
    public static Parameter Named(string type) => new(ParameterKind.Named, type);
}

enum ParameterKind { Any, String, Int, Int64, Float64, Bool, Map, List, Uint32, Duration, Named }
