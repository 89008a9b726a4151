using System.Collections.Frozen;
using ShiftLeft.Docker.Shell;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Secrets;

/// <summary>Secrets among the words of a command: assignments, options with their values, what known programs take by place, headers, and text that is written to a file.</summary>
static class CommandSecrets
{
    /// <summary>A secret with the word that it stands in.</summary>
    /// <param name="Word">Which of the words.</param>
    /// <param name="Secret">Its span lies in the word's text.</param>
    public readonly record struct Found(int Word, Secret Secret);

    /// <summary>All of a command's words; the first is the program.</summary>
    public static IEnumerable<Found> Find(string program, IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var (start, text) = program == "sed" ? Replacement(words[i]) : (0, words[i]);
            var found = SecretJudgement.Find(text);
            foreach (var secret in found) yield return new(i, secret.Shift(start));
            if (found.Count == 0 && OptionBefore(program, words, i) is { } option && ValueOf(option, words[i]) is { } given) yield return new(i, given);
        }
    }

    /// <summary>Of <c>s/pattern/replacement/</c> what is written; a pattern is what stands elsewhere.</summary>
    static (int Start, string Text) Replacement(string word)
    {
        if (word.Length < 4 || word[0] != 's' || char.IsAsciiLetterOrDigit(word[1])) return (0, word);
        var first = word.IndexOf(word[1], 2);
        if (first < 0) return (0, word);
        var end = word.IndexOf(word[1], first + 1);
        return (first + 1, word[(first + 1)..(end < 0 ? word.Length : end)]);
    }

    /// <summary>What a word is the value of.</summary>
    /// <param name="Name">For the message: <c>--password</c>.</param>
    /// <param name="Promise">What is expected.</param>
    /// <param name="Start">Where in the word the value starts.</param>
    /// <param name="IsUserInfo">Whether it is <c>user:password</c>.</param>
    readonly record struct Option(string Name, SecretName Promise, int Start = 0, bool IsUserInfo = false);

    static readonly SecretName Password = new(Promise.Given, SecretKind.Password);
    static readonly SecretName Token = new(Promise.Given, SecretKind.Key);

    static Secret? ValueOf(Option option, string word)
    {
        var value = word[option.Start..];
        if (value.StartsWith('-')) return null;
        var secret = option.IsUserInfo ? AddressWithPassword.Judge(value) : SecretJudgement.Judge(option.Name, option.Promise, value);
        return secret is { } found ? found with { Span = Span.FromBounds(option.Start, word.Length), Name = option.Name } : null;
    }

    static Option? OptionBefore(string program, IReadOnlyList<string> words, int at)
    {
        var word = words[at];
        // mysql -phunter2
        if (Glued.TryGetValue(program, out var letter) && word.Length > letter.Length + 1 && word.StartsWith(letter, StringComparison.Ordinal) && word[1] != '-') return new(letter, Password, letter.Length);
        if (program == "openssl" && word.StartsWith("pass:", StringComparison.Ordinal)) return new("pass:", Password, 5);
        if (at == 0 || word.StartsWith('-')) return null;
        var before = words[at - 1];
        if (before is ['-', ..])
        {
            if (Letters.TryGetValue(program, out var letters) && letters.Contains(before, StringComparer.Ordinal)) return new(before, Password);
            if (UserOptions.TryGetValue(program, out var users) && users.Contains(before, StringComparer.Ordinal)) return new(before, Password, IsUserInfo: true);
            if (before.Length < 4 || before.Contains('=', StringComparison.Ordinal)) return null;
            return SecretName.Read(before.AsSpan().TrimStart('-')) is { Promise: Promise.Given } promise ? new(before, promise) : null;
        }
        return ByPlace(program, words, at);
    }

    /// <summary>Programs that take a secret by its place among the words.</summary>
    static Option? ByPlace(string program, IReadOnlyList<string> words, int at)
    {
        var name = words[at - 1];
        switch (program)
        {
            case "npm" or "yarn" or "pnpm" or "pip" or "git" or "composer" or "poetry" or "bundle" or "dotnet" or "aws" when words.Contains("config") || words.Contains("configure") || words.Contains("user-secrets"):
                if (program == "composer" && name.StartsWith("github-oauth.", StringComparison.Ordinal)) return new(name, Token);
                if (program == "poetry" && name.StartsWith("pypi-token.", StringComparison.Ordinal)) return new(name, Token);
                if (at > 1 && words[at - 2].StartsWith("http-basic.", StringComparison.Ordinal)) return new(words[at - 2], Password);
                if (program == "bundle" && name.Contains('.', StringComparison.Ordinal) && words[at].Contains(':', StringComparison.Ordinal)) return new(name, Password, IsUserInfo: true);
                return SecretName.Read(LastPart(name)) is { Promise: Promise.Given } promise ? new(name, promise) : null;
            case "rabbitmqctl" when at > 1 && words[at - 2] is "add_user" or "change_password":
                return new(words[at - 2], Password);
            case "mysqladmin" or "mariadb-admin" when name == "password":
                return new(name, Password);
            case "htpasswd" when at >= 3 && words.Take(at).Any(word => word is ['-', not '-', ..] && word.Contains('b', StringComparison.Ordinal)) && at == words.Count - 1:
                return new("htpasswd -b", Password);
            case "mc" when at == words.Count - 1 && words.Count > 5 && words[1] is "alias" or "config":
                return new("mc " + words[1], Token);
            case "vault" or "cargo" when name == "login":
            case "snyk" when name == "auth":
                return new($"{program} {name}", Token);
            default:
                return null;
        }
    }

    static ReadOnlySpan<char> LastPart(string name) => name.AsSpan(name.LastIndexOfAny([':', '/']) + 1);

    /// <summary>Options of one letter that take a password as their next word.</summary>
    static readonly FrozenDictionary<string, string[]> Letters = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["sshpass"] = ["-p"], ["mongo"] = ["-p"], ["mongosh"] = ["-p"], ["mongodump"] = ["-p"], ["mongorestore"] = ["-p"], ["mongoimport"] = ["-p"], ["mongoexport"] = ["-p"], ["redis-cli"] = ["-a"], ["sqlcmd"] = ["-P"],
        ["bcp"] = ["-P"], ["isql"] = ["-P"], ["osql"] = ["-P"], ["tsql"] = ["-P"], ["ldapadd"] = ["-w"], ["ldapmodify"] = ["-w"], ["ldapsearch"] = ["-w"], ["ldapdelete"] = ["-w"], ["ldapwhoami"] = ["-w"], ["ldappasswd"] = ["-w", "-s"],
        ["zip"] = ["-P"], ["unzip"] = ["-P"], ["twine"] = ["-p"], ["poetry"] = ["-p"], ["p4"] = ["-P"], ["ipmitool"] = ["-P"], ["cqlsh"] = ["-p"], ["influx"] = ["-p"], ["clickhouse-client"] = ["--password"],
        ["openssl"] = ["-k"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Options that take <c>user:password</c>.</summary>
    static readonly FrozenDictionary<string, string[]> UserOptions = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["curl"] = ["-u", "--user", "--proxy-user", "-U"], ["http"] = ["-a", "--auth"], ["https"] = ["-a", "--auth"], ["ab"] = ["-A"], ["jfrog"] = ["--user"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Options whose value is the rest of their word.</summary>
    static readonly FrozenDictionary<string, string> Glued = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["mysql"] = "-p", ["mysqldump"] = "-p", ["mysqladmin"] = "-p", ["mysqlimport"] = "-p", ["mysqlshow"] = "-p", ["mariadb"] = "-p", ["mariadb-dump"] = "-p", ["mariadb-admin"] = "-p", ["7z"] = "-p", ["7za"] = "-p", ["sshpass"] = "-p",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The commands of a piece of shell text that stands in no Dockerfile; the places are offsets in the text.</summary>
    public static IEnumerable<Secret> InScript(string script)
    {
        var text = MappedText.Of(new("", script), new(0, script.Length));
        foreach (var command in ShellParser.Parse(text, static _ => null).Commands)
        {
            foreach (var (span, secret) in In(command)) yield return secret with { Span = span };
        }
    }

    /// <summary>A shell's command with the places in the file. What a variable brings along stands where the variable is set.</summary>
    public static IEnumerable<(Span Place, Secret Secret)> In(ShellCommand command)
    {
        foreach (var assignment in command.Assignments)
        {
            if (assignment.Value is { } value && SecretJudgement.Judge(assignment.Name, value) is { } secret && assignment.Location.Text.Contains(value[..Math.Min(4, value.Length)], StringComparison.Ordinal))
                yield return (assignment.Location.Span, secret with { Name = secret.Name ?? assignment.Name });
        }
        string[] words = [command.Name, .. command.Arguments.Select(word => word.Value.Text)];
        foreach (var (index, secret) in Find(command.Name, words))
        {
            if (index == 0) continue;
            var word = command.Arguments[index - 1];
            var place = word.Value.ToSource(secret.Span);
            if (place.Length >= secret.Span.Length && !word.Value.Source[place].Contains('$', StringComparison.Ordinal) || word.Raw.Text.Contains(words[index].Substring(secret.Span.Start, secret.Span.Length), StringComparison.Ordinal)) yield return (place, secret);
        }
        foreach (var redirection in command.Redirections)
        {
            if (redirection.Body is not { } body) continue;
            foreach (var secret in SecretJudgement.Find(body.Text)) yield return (body.ToSource(secret.Span), secret);
        }
    }
}
