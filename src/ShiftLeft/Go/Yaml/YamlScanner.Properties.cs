using System.Globalization;
using System.Text;
using ShiftLeft.Go.Strings;

namespace ShiftLeft.Go.Yaml;

/// <summary>Directives, anchors and tags.</summary>
sealed partial class YamlScanner
{
    void FetchAnchor(YamlTokenKind kind)
    {
        SaveSimpleKey();
        allowsSimpleKey = false;
        var start = Mark;
        at++;
        var name = Word();
        if (name.Length == 0 || !(IsBlankOrEnd(Current) || Current is '?' or ':' or ',' or ']' or '}' or '%' or '@' or '`'))
            throw Fail("did not find expected alphabetic or numeric character", kind == YamlTokenKind.Alias ? "an alias" : "an anchor", start);
        queue.Add(new(kind, start, at, name));
    }

    void FetchTag()
    {
        SaveSimpleKey();
        allowsSimpleKey = false;
        var start = Mark;
        string handle, suffix;
        if (Peek(1) == '<')
        {
            at += 2;
            (handle, suffix) = ("", ScanUri("", start));
            if (Current != '>') throw Fail("did not find the expected '>'", "a tag", start);
            at++;
        }
        else
        {
            handle = ScanHandle(start, isDirective: false);
            if (handle.Length > 1 && handle[^1] == '!') suffix = ScanUri("", start);
            else
            {
                suffix = ScanUri(handle, start);
                (handle, suffix) = suffix.Length == 0 ? ("", handle) : ("!", suffix);
            }
        }
        if (!IsBlankOrEnd(Current)) throw Fail("did not find expected whitespace or line break", "a tag", start);
        queue.Add(new(YamlTokenKind.Tag, start, at, handle, suffix));
    }

    YamlToken ScanDirective()
    {
        var start = Mark;
        at++;
        var name = Word();
        if (name.Length == 0) throw Fail("could not find expected directive name", "a directive", start);
        if (!IsBlankOrEnd(Current)) throw Fail("found unexpected non-alphabetical character", "a directive", start);
        var token = name switch
        {
            "YAML" => ScanVersion(start),
            "TAG" => ScanTagDirective(start),
            _ => throw Fail("found unknown directive name", "a directive", start),
        };
        SkipBlanks();
        if (Current == '#') SkipComment();
        if (at < limit && !IsBreak(Current)) throw Fail("did not find expected comment or line break", "a directive", start);
        if (IsBreak(Current)) SkipBreak();
        return token;
    }

    YamlToken ScanVersion(YamlMark start)
    {
        SkipBlanks();
        var major = ScanVersionNumber(start);
        if (Current != '.') throw Fail("did not find expected digit or '.' character", "a directive", start);
        at++;
        var minor = ScanVersionNumber(start);
        return new(YamlTokenKind.VersionDirective, start, at, $"{major}.{minor}");
    }

    string ScanVersionNumber(YamlMark start)
    {
        var from = at;
        while (char.IsAsciiDigit(Current))
        {
            if (at - from == 2) throw Fail("found extremely long version number", "a directive", start);
            at++;
        }
        if (at == from) throw Fail("did not find expected version number", "a directive", start);
        return int.Parse(text.AsSpan(from, at - from), NumberStyles.None, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
    }

    YamlToken ScanTagDirective(YamlMark start)
    {
        SkipBlanks();
        var handle = ScanHandle(start, isDirective: true);
        if (!IsBlank(Current)) throw Fail("did not find expected whitespace", "a directive", start);
        SkipBlanks();
        var prefix = ScanUri("", start);
        if (!IsBlankOrEnd(Current)) throw Fail("did not find expected whitespace or line break", "a directive", start);
        return new(YamlTokenKind.TagDirective, start, at, handle, prefix);
    }

    string ScanHandle(YamlMark start, bool isDirective)
    {
        if (Current != '!') throw Fail("did not find expected '!'", isDirective ? "a directive" : "a tag", start);
        var from = at++;
        Word();
        if (Current == '!') at++;
        else if (isDirective && at - from > 1) throw Fail("did not find expected '!'", isDirective ? "a directive" : "a tag", start);
        return text[from..at];
    }

    string ScanUri(string start, YamlMark mark)
    {
        var uri = new StringBuilder(start.Length > 1 ? start[1..] : "");
        var from = at;
        for (; IsWord(Current) || Current is ';' or '/' or '?' or ':' or '@' or '&' or '=' or '+' or '$' or ',' or '.' or '!' or '~' or '*' or '\'' or '(' or ')' or '[' or ']' or '%'; at++)
        {
            if (Current != '%') uri.Append(Current);
            else uri.Append(ScanUriEscape(mark));
        }
        if (start.Length == 0 && at == from) throw Fail("did not find expected tag URI", "a tag", mark);
        return uri.ToString();
    }

    /// <summary>One character as escaped bytes; it leaves the scanner on the last of them.</summary>
    string ScanUriEscape(YamlMark start)
    {
        var bytes = new List<byte>(4);
        for (var left = 1; left > 0; left--)
        {
            if (Current != '%' || !char.IsAsciiHexDigit(Peek(1)) || !char.IsAsciiHexDigit(Peek(2))) throw Fail("did not find URI escaped octet", "a tag", start);
            var octet = byte.Parse(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (bytes.Count == 0)
            {
                left = octet switch { < 0x80 => 1, >= 0xC0 and < 0xE0 => 2, >= 0xE0 and < 0xF0 => 3, >= 0xF0 and < 0xF8 => 4, _ => throw Fail("found an incorrect leading UTF-8 octet", "a tag", start) };
            }
            else if ((octet & 0xC0) != 0x80) throw Fail("found an incorrect trailing UTF-8 octet", "a tag", start);
            bytes.Add(octet);
            at += 3;
        }
        at--;
        return GoString.Decode(bytes.ToArray());
    }

    string Word()
    {
        var from = at;
        while (IsWord(Current)) at++;
        return text[from..at];
    }

    void SkipBlanks()
    {
        while (IsBlank(Current)) at++;
    }
}
