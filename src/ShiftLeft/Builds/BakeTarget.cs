using System.Collections.Immutable;
using ShiftLeft.Yaml;

namespace ShiftLeft.Builds;

/// <summary>A <c>target</c> of a bake file, as far as named contexts go.</summary>
/// <param name="Contexts">The names; <see cref="NamedContext.AnyName"/> where an expression makes them.</param>
/// <param name="Context">The main context's path; null when an expression makes it.</param>
/// <param name="Dockerfile">Its path in the context; null when an expression makes it.</param>
/// <param name="Inherits">Whether it takes over what other targets say.</param>
sealed record BakeTarget(ImmutableArray<string> Contexts, string? Context, string? Dockerfile, bool Inherits)
{
    public static BakeTarget Of(YamlNode json) => new(
        [.. (json["contexts"]?.Entries ?? []).Select(entry => entry.Key.Value)],
        json["context"] is { } context ? context.Text : ".", json["dockerfile"] is { } dockerfile ? dockerfile.Text : "Dockerfile", json["inherits"] is not null);

    /// <summary>The targets of a file in HCL. Only blocks, attributes, objects and texts are read; whatever else an expression is, its value is not known.</summary>
    public static IEnumerable<BakeTarget> Read(string text)
    {
        var tokens = new HclTokens(text);
        while (tokens.Next() is { Kind: not HclTokenKind.End } token)
        {
            if (token is not { Kind: HclTokenKind.Name, Text: "target" } || tokens.Next() is not { Kind: HclTokenKind.Text } || tokens.Next() is not { Kind: HclTokenKind.Open, Text: "{" }) continue;
            yield return ReadBody(tokens);
        }
    }

    static BakeTarget ReadBody(HclTokens tokens)
    {
        var target = new BakeTarget([], ".", "Dockerfile", false);
        for (var token = tokens.Next(); token.Kind is not (HclTokenKind.End or HclTokenKind.Close); token = tokens.Next())
        {
            if (token.Kind == HclTokenKind.Open) tokens.SkipToClose();
            if (token.Kind is not (HclTokenKind.Name or HclTokenKind.Text) || !tokens.TakeEquals()) continue;
            target = token.Text switch
            {
                "contexts" => target with { Contexts = ReadNames(tokens) },
                "context" => target with { Context = ReadText(tokens) },
                "dockerfile" => target with { Dockerfile = ReadText(tokens) },
                "inherits" => target with { Inherits = true },
                _ => target,
            };
        }
        return target;
    }

    /// <summary>The keys of an object.</summary>
    static ImmutableArray<string> ReadNames(HclTokens tokens)
    {
        if (tokens.Next() is not { Kind: HclTokenKind.Open, Text: "{" }) return [NamedContext.AnyName];
        var names = ImmutableArray.CreateBuilder<string>();
        for (var token = tokens.Next(); token.Kind is not (HclTokenKind.End or HclTokenKind.Close); token = tokens.Next())
        {
            if (token.Kind == HclTokenKind.Open && !tokens.SkipToClose()) break;
            if (token.Kind is HclTokenKind.Name or HclTokenKind.Text or HclTokenKind.Template or HclTokenKind.Open && tokens.TakeEquals())
                names.Add(token.Kind is HclTokenKind.Name or HclTokenKind.Text ? token.Text : NamedContext.AnyName);
        }
        return names.ToImmutable();
    }

    /// <summary>A text that is all of the value.</summary>
    static string? ReadText(HclTokens tokens)
    {
        var first = tokens.Next();
        if (first.Kind == HclTokenKind.Open) tokens.SkipToClose();
        return first.Kind == HclTokenKind.Text && tokens.Peek().Kind is HclTokenKind.NewLine or HclTokenKind.Close or HclTokenKind.End ? first.Text : null;
    }
}
