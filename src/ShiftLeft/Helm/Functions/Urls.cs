using System.Collections.Immutable;
using ShiftLeft.Go;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Go.Url;

namespace ShiftLeft.Helm.Functions;

/// <summary>A URL as a dictionary of its parts, and back; and what a name resolves to, which is nothing without a network.</summary>
static class Urls
{
    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new("urlParse", [Parameter.String], null, Parse),
        new("urlJoin", [Parameter.Map], null, Join),
        new("getHostByName", [Parameter.String], null, call => call.Opaque("", call[0])),
    ];

    static MapValue Parse(FunctionCall call)
    {
        var text = call.String(0);
        call.Budget.Step(text.Length / 8);
        if (!Url.TryParse(text, call.Context.Release >= GoRelease.Go125, out var url, out var error)) throw new FunctionException($"unable to parse url: {error}");
        var entries = new MapEntries();
        Add("scheme", url.Scheme);
        Add("host", url.Host);
        Add("hostname", url.Hostname);
        Add("path", url.Path);
        Add("query", url.Query);
        Add("opaque", url.Opaque);
        Add("fragment", url.Fragment);
        Add("userinfo", url.User is null ? "" : url.User.ToString());
        return new(entries, call.Computed(call[0]));

        // What stands in the URL as it is, is a part of it.
        void Add(string name, string part)
        {
            call.Budget.Search(text, part);
            var at = part.Length == 0 ? -1 : text.IndexOf(part, StringComparison.Ordinal);
            entries.Set(name, at < 0 ? call.Opaque(part, call[0]) : Strings.Part(call[0], call.Text(0).Slice(at, part.Length)));
        }
    }

    static StringValue Join(FunctionCall call)
    {
        var user = Part("userinfo");
        UserInfo? info = null;
        if (user.Length > 0)
        {
            if (!Url.TryParse($"proto://{user}@host", call.Context.Release >= GoRelease.Go125, out var parsed, out var error)) throw new FunctionException($"unable to parse userinfo in dict: {error}");
            info = parsed.User;
        }
        var url = new Url { Scheme = Part("scheme"), Host = Part("host"), Path = Part("path"), Query = Part("query"), Opaque = Part("opaque"), Fragment = Part("fragment"), User = info };
        var joined = url.ToString();
        call.Budget.Write(joined.Length);
        return call.Opaque(joined, [.. call.Map(0).Entries.Sorted.Select(entry => entry.Value)]);

        string Part(string key) => call.Map(0)[key] switch
        {
            null => "",
            StringValue text => text.Text,
            NilValue => throw new FunctionException("runtime error: invalid memory address or nil pointer dereference"),
            var other => throw new FunctionException($"unable to parse {key} key, must be of type string, but {Conversion.NameOf(other.Kind)} found"),
        };
    }
}
