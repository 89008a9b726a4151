using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Docker.Shell;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>Configuration files that switch verification off for all later calls of their tool.</summary>
static class InsecureSettings
{
    /// <param name="Files">How the file's path ends.</param>
    /// <param name="Keys">The setting, in lower case.</param>
    /// <param name="Values">What switches verification off; none where the key alone does.</param>
    readonly record struct Setting(string Tool, ImmutableArray<string> Files, ImmutableArray<string> Keys, FrozenSet<string> Values);

    static readonly FrozenSet<string> Off = FrozenSet.ToFrozenSet(["0", "false", "off", "no"], StringComparer.OrdinalIgnoreCase);
    static readonly FrozenSet<string> On = FrozenSet.ToFrozenSet(["1", "true", "on", "yes"], StringComparer.OrdinalIgnoreCase);
    static readonly FrozenSet<string> Anything = [];

    static readonly ImmutableArray<Setting> Settings =
    [
        new("curl", [".curlrc"], ["insecure", "-k", "--insecure"], Anything),
        new("wget", ["wgetrc"], ["check_certificate", "check-certificate"], Off),
        new("npm", ["npmrc"], ["strict-ssl"], Off),
        new("yarn", [".yarnrc", ".yarnrc.yml"], ["strict-ssl", "enablestrictssl"], Off),
        new("pip", ["pip.conf", "pip.ini"], ["trusted-host"], Anything),
        new("conda", [".condarc"], ["ssl_verify"], Off),
        new("git", ["gitconfig"], ["sslverify"], Off),
        new("dnf", ["dnf.conf", "yum.conf", ".repo"], ["gpgcheck", "sslverify"], Off),
        new("zypper", ["zypp.conf"], ["gpgcheck"], Off),
        new("apt", [".list", ".sources"], ["trusted"], On),
        new("apt", ["apt.conf"], ["allowunauthenticated", "allowinsecurerepositories"], On),
        new("apt", ["apt.conf"], ["verify-peer", "verify-host"], Off),
    ];

    /// <summary>The places of settings that switch verification off, each with its tool.</summary>
    public static IEnumerable<(string Tool, Location Place, string Text)> Find(WrittenFile file)
    {
        foreach (var setting in Settings.Where(setting => setting.Files.Any(ending => file.Path.EndsWith(ending, StringComparison.Ordinal) || (ending == "apt.conf" && file.Path.Contains("/apt.conf.d/", StringComparison.Ordinal)))))
        {
            foreach (var part in file.Parts)
            {
                if (Find(part, setting) is { } span) yield return (setting.Tool, part.LocationOf(span), part.Text.Substring(span.Start, span.Length));
            }
        }
    }

    /// <summary>A key at the start of a word, then its value behind blanks, an equals sign, a colon or a quote.</summary>
    static Span? Find(MappedText part, Setting setting)
    {
        var text = part.Text;
        foreach (var key in setting.Keys)
        {
            for (var at = text.IndexOf(key, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(key, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                var end = at + key.Length;
                if (at > 0 && (char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] is '_' or '-') && !EscapesN(text, at)) continue;
                if (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '-')) continue;
                if (IsCommented(text, at))
                {
                    // Nothing else of the line counts either, so that a long one is not looked through again and again.
                    at = text.IndexOf('\n', at) is var next and >= 0 ? next : text.Length - 1;
                    continue;
                }
                if (setting.Values.Count == 0) return Span.FromBounds(at, end);
                var start = end;
                while (start < text.Length && text[start] is ' ' or '\t' or '=' or ':' or '"' or '\'') start++;
                var stop = start;
                while (stop < text.Length && char.IsAsciiLetterOrDigit(text[stop])) stop++;
                // What lies on the machine itself comes from the build.
                if (key == "trusted" && IsLocal(text, stop)) continue;
                if (setting.Values.Contains(text[start..stop])) return Span.FromBounds(at, stop);
            }
        }
        return null;
    }

    static bool IsLocal(string text, int at) => text.IndexOf(']', at, Math.Min(200, text.Length - at)) is var close and >= 0 && text.AsSpan(close + 1).TrimStart() is var address && (address.StartsWith("file:") || address.StartsWith("copy:") || address.StartsWith("./") || address.StartsWith("/"));

    /// <summary>The letter before is that of a line break which <c>printf</c> makes.</summary>
    static bool EscapesN(string text, int at) => at > 1 && text[at - 1] == 'n' && text[at - 2] == '\\';

    static bool IsCommented(string text, int at)
    {
        for (at--; at >= 0 && text[at] != '\n'; at--)
        {
            if (text[at] is '#') return true;
        }
        return false;
    }
}
