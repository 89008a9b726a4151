using System.Collections.Immutable;

namespace ShiftLeft.Fuzz;

/// <summary>Changes a workspace as a hand that slips would, and as a stranger who means harm. The same random numbers make the same changes.</summary>
sealed class Mutator(ImmutableArray<Input> seeds, Random random)
{
    const int MostChanges = 5;
    const int LargestText = 60_000;

    /// <summary>What has a meaning in one of the languages that are read.</summary>
    static readonly ImmutableArray<string> Pieces =
    [
        ":", ": ", "- ", "---\n", "...\n", "{", "}", "[", "]", "\"", "'", "`", "|", "|-\n", ">\n", "&a ", "*a", "!!str ", "!<:> ", "!", "%TAG ! x\n", "#", " #", "\\", "\\\n", "\t", "\r", "\r\n", "\n", "  ", "    ",
        "\0", "\uFEFF", "\u202E", "\u2028", "\uFFFD", "é", "🐳", "<<", "<<: *a\n", "<<EOF\n", "EOF\n", "?", "~", "null", "true", "false", "0", "-1", "1e999", "0x1F", "99999999999999999999",
        "apiVersion: v1\n", "kind: Pod\n", "\"k\\x69nd\": Pod\n", "metadata:\n", "spec:\n", "containers:\n", "privileged: true\n", "items:\n", "kind: List\n",
        "FROM scratch\n", "FROM a AS b\n", "RUN ", "RUN <<E\n", "COPY --from=0 a b\n", "ONBUILD ", "ARG a=${b:-${c}}\n", "ENV a=$a\n", "USER 0\n", "# escape=`\n", "# syntax=docker/dockerfile:1\n", "SHELL [\"a\"]\n",
        "$(", ")", "$((", "${", "${a", "`a`", "&&", "||", ";", "|&", "<(", "if ", "then ", "fi", "case a in ", "esac", "done", "{ ", "env sudo sh -c '", "curl x | sh",
        "{{", "}}", "{{-", "-}}", "{{ .Values.a }}", "{{ include \"a\" . }}", "{{ define \"a\" }}", "{{ end }}", "{{ range . }}", "{{ if ", "{{ tpl .Values.a . }}", "{{ toYaml . | nindent 4 }}", "{{/* ", " */}}", "{{ fail \"x\" }}",
        "# shiftleft: ignore SL1001 reason\n", "# hadolint ignore=DL3006\n", "rules:\n", "version: 1\n", "extends: shiftleft.yml\n", "suppressions:\n",
        "##[error]", "::error::x", "%0A", "]]>", "</details>", "a(1,2): error X1: y",
    ];

    public Input Next()
    {
        var input = seeds[random.Next(seeds.Length)];
        for (var changes = random.Next(1, MostChanges + 1); changes > 0; changes--)
        {
            var at = random.Next(input.Files.Length);
            var (path, text) = input.Files[at];
            input = new(input.Files.SetItem(at, KeyValuePair.Create(path, Change(text))));
        }
        return input;
    }

    string Change(string text)
    {
        var at = random.Next(text.Length + 1);
        var length = Math.Min(random.Next(1, 40), text.Length - at);
        var changed = random.Next(14) switch
        {
            0 => text.Remove(at, length),
            1 or 2 or 3 => text.Insert(at, Piece()),
            4 => text[..at] + Piece() + text[(at + length)..],
            5 => text.Insert(at, text.Substring(at, length)),
            6 => WithLines(text, lines => lines.RemoveAt(random.Next(lines.Count))),
            7 => WithLines(text, lines => lines.Insert(random.Next(lines.Count + 1), lines[random.Next(lines.Count)])),
            8 => WithLines(text, lines => Indent(lines, random.Next(lines.Count))),
            9 => WithLines(text, lines => lines.Insert(random.Next(lines.Count + 1), LineOfAnother())),
            10 => WithLines(text, Swap),
            11 => text[..at],
            12 => text.ReplaceLineEndings(random.Next(3) switch { 0 => "\r\n", 1 => "\r", _ => "\n" }),
            _ => text.Insert(at, string.Concat(Enumerable.Repeat(Piece(), random.Next(2, 300)))),
        };
        return changed.Length <= LargestText ? changed : changed[..LargestText];
    }

    string Piece() => Pieces[random.Next(Pieces.Length)];

    string LineOfAnother()
    {
        var files = seeds[random.Next(seeds.Length)].Files;
        var lines = files[random.Next(files.Length)].Value.Split('\n');
        return lines[random.Next(lines.Length)];
    }

    void Indent(List<string> lines, int at) => lines[at] = random.Next(3) switch
    {
        0 => "  " + lines[at],
        1 => "\t" + lines[at],
        _ => lines[at].TrimStart(),
    };

    void Swap(List<string> lines)
    {
        var (one, other) = (random.Next(lines.Count), random.Next(lines.Count));
        (lines[one], lines[other]) = (lines[other], lines[one]);
    }

    static string WithLines(string text, Action<List<string>> change)
    {
        var lines = text.Split('\n').ToList();
        change(lines);
        return string.Join('\n', lines);
    }
}
