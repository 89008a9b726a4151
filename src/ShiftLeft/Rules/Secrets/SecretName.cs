using System.Collections.Frozen;

namespace ShiftLeft.Rules.Secrets;

/// <summary>
/// Whether the name of a variable, key or option promises a secret, judged by its words: <c>DB_PASSWORD</c> and <c>apiKey</c> do,
/// <c>TOKEN_URL</c>, <c>PASSWORD_FILE</c>, <c>SSH_AUTH_SOCK</c> and <c>PUBLIC_KEY</c> do not.
/// </summary>
static class SecretName
{
    public static bool IsSecret(string name)
    {
        if (Harmless.Contains(name)) return false;
        if (Exact.Contains(name)) return true;
        var words = Words(name);
        if (words.Any(NotTheSecretItself.Contains)) return false;
        return words.Where((word, i) => Alone.Contains(word) || (word is "key" or "keys" && i > 0 && BeforeKey.Contains(words[i - 1]))).Any();
    }

    /// <summary>Lower-case words: split at anything that is no letter or digit, and where lower case turns to upper.</summary>
    static List<string> Words(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var ends = i == name.Length || !char.IsAsciiLetterOrDigit(name[i]) || (i > start && char.IsAsciiLetterUpper(name[i]) && char.IsAsciiLetterLower(name[i - 1]));
            if (!ends) continue;
            if (i > start) words.Add(name[start..i].ToLowerInvariant());
            start = i < name.Length && !char.IsAsciiLetterOrDigit(name[i]) ? i + 1 : i;
        }
        return words;
    }

    /// <summary>Words that name a secret wherever they stand.</summary>
    static readonly FrozenSet<string> Alone = Set(
        "password", "passwd", "passphrase", "pword", "pwd", "psw", "secret", "secrets", "token", "tokens", "apikey", "apitoken", "apisecret",
        "credential", "credentials", "privatekey", "secretkey", "accesskey", "authtoken", "clientsecret", "mypassword", "dbpassword", "userpassword",
        "rootpassword", "bearer");

    /// <summary>Words that make a key a secret: an API key is one, a partition key is not.</summary>
    static readonly FrozenSet<string> BeforeKey = Set(
        "api", "access", "private", "secret", "encryption", "signing", "master", "account", "storage", "shared", "license", "admin", "auth", "ssh",
        "subscription", "instrumentation", "deploy", "service", "session", "jwt", "hmac", "app");

    /// <summary>Words that turn a name into one about the secret: where it lies, how long it lasts, who gives it.</summary>
    static readonly FrozenSet<string> NotTheSecretItself = Set(
        "public", "file", "filename", "files", "path", "paths", "dir", "directory", "location", "name", "names", "url", "uri", "urls", "endpoint", "host", "port",
        "id", "ids", "size", "length", "version", "expire", "expires", "expiry", "expiration", "ttl", "timeout", "lifetime", "duration", "seconds", "minutes",
        "days", "enabled", "enable", "disabled", "disable", "allow", "allowed", "require", "required", "policy", "format", "type", "kind", "mode", "method",
        "count", "limit", "max", "min", "issuer", "audience", "header", "algorithm", "alg", "fingerprint", "sock", "socket", "ref", "provider", "store",
        "manager", "prefix", "suffix", "interval", "rotation", "field", "cookie", "env", "mount", "class", "engine", "scope", "scopes", "usage", "budget",
        "template", "validation", "namespace", "volume", "key_id");

    /// <summary>Names that are secrets although their words do not say so.</summary>
    static readonly FrozenSet<string> Exact = FrozenSet.ToFrozenSet(
    [
        "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "GH_TOKEN", "GITHUB_TOKEN", "GITLAB_TOKEN", "NPM_TOKEN", "NUGET_API_KEY", "OPENAI_API_KEY",
        "ANTHROPIC_API_KEY", "HF_TOKEN", "PGPASSWORD", "MYSQL_PWD", "MYSQL_ROOT_PASSWORD", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "SA_PASSWORD",
        "MSSQL_SA_PASSWORD", "RABBITMQ_DEFAULT_PASS", "MONGO_INITDB_ROOT_PASSWORD", "VAULT_TOKEN", "SONAR_TOKEN", "SENTRY_AUTH_TOKEN", "DOCKER_AUTH_CONFIG",
        "HEROKU_API_KEY", "AZURE_CLIENT_SECRET", "ARM_CLIENT_SECRET", "REDISCLI_AUTH",
    ], StringComparer.OrdinalIgnoreCase);

    /// <summary>Names that look like secrets and are published: fingerprints of the keys that sign official downloads, switches.</summary>
    static readonly FrozenSet<string> Harmless = FrozenSet.ToFrozenSet(
        ["GPG_KEY", "GPG_KEYS", "NUGET_XMLDOC_MODE", "MYSQL_ALLOW_EMPTY_PASSWORD", "MYSQL_RANDOM_ROOT_PASSWORD", "ALLOW_EMPTY_PASSWORD", "COMPOSER_TOKEN_POLICY"],
        StringComparer.OrdinalIgnoreCase);

    static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
