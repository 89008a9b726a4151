using ShiftLeft.Go.Yaml;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Json;

/// <summary>Finds the nodes of a JSON value that is known to be valid. How deep it may nest is the tree's to say.</summary>
/// <param name="text">A text.</param>
/// <param name="start">Where in it the value starts.</param>
/// <param name="tree">Gets the nodes.</param>
sealed class JsonParser(string text, int start, IYamlTree tree)
{
    readonly PieceList pieces = new(text);
    int at = start;

    public void Parse()
    {
        // Within the value, braces open and close without a call for each level.
        for (var depth = 0; ;)
        {
            switch (text[at])
            {
                case ' ' or '\t' or '\n' or '\r' or ',' or ':':
                    at++;
                    continue;
                case '{' or '[':
                    tree.Open(text[at] == '{', at, null, null);
                    at++;
                    depth++;
                    continue;
                case '}' or ']':
                    at++;
                    depth--;
                    tree.Close(at);
                    break;
                case '"': ReadString(); break;
                default: ReadWord(); break;
            }
            if (depth == 0) return;
        }
    }

    void ReadString()
    {
        var from = at;
        var range = JsonStrings.Read(text, ref at, pieces);
        tree.Add(new(from, at, pieces.TextOf(range), IsImplicit: false));
        pieces.Clear();
    }

    /// <summary>A number, <c>true</c>, <c>false</c> or <c>null</c>, which YAML reads alike.</summary>
    void ReadWord()
    {
        var from = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '+' or '-' or '.')) at++;
        tree.Add(new(from, at, text[from..at]));
    }
}
