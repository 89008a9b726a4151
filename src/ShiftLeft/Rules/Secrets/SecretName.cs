using System.Collections.Frozen;

namespace ShiftLeft.Rules.Secrets;

/// <summary>What a name says about its value.</summary>
enum Promise
{
    /// <summary>It speaks about a secret without being one: <c>PASSWORD_FILE</c>, <c>TOKEN_URL</c>.</summary>
    Denied,
    /// <summary>It says nothing of secrets.</summary>
    None,
    /// <summary>It holds a secret's word before one that is not known: <c>PASSWORD_LEGACY</c>, <c>TOKEN_BACKEND</c>.</summary>
    Hinted,
    /// <summary>It may be one: <c>STRIPE_KEY</c>.</summary>
    Maybe,
    /// <summary>It is one: <c>DB_PASSWORD</c>, <c>apiKey</c>.</summary>
    Given,
}

/// <summary>What kind of secret a name promises, for each is made otherwise.</summary>
enum SecretKind
{
    /// <summary>Chosen by people: a plain word may be one.</summary>
    Password,
    /// <summary>Made by machines: a plain word is none.</summary>
    Key,
    /// <summary>A plain "secret", which in Kubernetes often is the name of an object.</summary>
    Secret,
    /// <summary>A secret of a protocol or program; seldom the name of an object.</summary>
    SharedSecret,
    /// <summary>A user's name with the password, or a document that holds both.</summary>
    Credentials,
    /// <summary>The words of a wallet.</summary>
    Mnemonic,
}

/// <summary>
/// Whether the name of a variable, key or option promises a secret. The last words decide: <c>HOST_PASSWORD</c> is a password,
/// <c>PASSWORD_HOST</c> is an address.
/// </summary>
readonly record struct SecretName(Promise Promise, SecretKind Kind)
{
    /// <summary>A longer one is no name.</summary>
    const int Longest = 160;

    static readonly SecretName Nothing = new(Promise.None, SecretKind.Password);
    static readonly SecretName About = new(Promise.Denied, SecretKind.Password);

    public static SecretName Read(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > Longest) return Nothing;
        // The shell's working directory; in other letters it is a password.
        if (name is "PWD" or "OLDPWD") return Nothing;
        if (Exact.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var known)) return known;
        if (name.StartsWith("BUNDLE_", StringComparison.Ordinal) && name[7..].Contains("__", StringComparison.Ordinal)) return OfBundler(name);
        if (name.StartsWith("TF_TOKEN_", StringComparison.Ordinal)) return new(Promise.Given, SecretKind.Key);
        var words = NameWords.Of(name);
        while (words.Count > 1 && Qualifiers.Contains(words[^1])) words.RemoveAt(words.Count - 1);
        return words.Count == 0 ? Nothing : OfWords(words);
    }

    static SecretName OfWords(List<string> words)
    {
        var last = words[^1];
        var before = words.Count > 1 ? words[^2] : "";
        if (words.Count > 1 && (Switches.Contains(words[0]) || words.Contains("public") || words.Contains("publishable"))) return About;
        if (last == "id") return before == "key" && words.Count > 2 && words[^3] == "access" ? new(Promise.Given, SecretKind.Key) : About;
        if (last == "info" && before == "user" && words.Count > 2) return new(Promise.Given, SecretKind.Credentials);
        if (last is "key" or "keys") return OfKey(before, words.Count > 2 ? words[^3] : "");
        if (last is "secret" or "secrets") return OfSecret(before, words.Count > 2 ? words[^3] : "");
        if (Noun(last) is { } noun) return Lends.Contains(before) ? About : noun;
        if (Subjects.Contains(last)) return About;
        // A word that is not known may be whose secret it is, or what is done with it: the value must tell.
        for (var i = words.Count - 2; i >= 0; i--)
        {
            var promised = words[i] is "secret" or "secrets" ? new(Promise.Given, SecretKind.Secret) : Noun(words[i]);
            if (promised is { Promise: Promise.Given } given) return given with { Promise = Promise.Hinted };
        }
        return Nothing;
    }

    static SecretName OfKey(string before, string first)
    {
        // The key under which a Secret holds it.
        if (before == "secret" && (Passwords.Contains(first) || Subjects.Contains(first))) return About;
        // The half of an access key that people choose when they run the service themselves.
        if (before == "access" && first == "secret") return new(Promise.Given, SecretKind.Password);
        if (BeforeKey.Contains(before)) return new(Promise.Given, SecretKind.Key);
        if (HarmlessKeys.Contains(before) || Passwords.Contains(before) || (before == "token" && Subjects.Contains(first))) return About;
        return new(Promise.Maybe, SecretKind.Key);
    }

    static SecretName OfSecret(string before, string first) =>
        before == "key" && first == "access" ? new(Promise.Given, SecretKind.Key)
        : before.Length == 0 ? new(Promise.Given, SecretKind.Secret)
        : ObjectSecrets.Contains(before) ? About
        : new(Promise.Given, BeforeSecret.Contains(before) ? SecretKind.SharedSecret : SecretKind.Secret);

    /// <summary>What a word alone promises; null where it is no secret's.</summary>
    static SecretName? Noun(string word)
    {
        if (Passwords.Contains(word)) return new(Promise.Given, SecretKind.Password);
        if (Keys.Contains(word)) return new(Promise.Given, SecretKind.Key);
        if (Credentials.Contains(word)) return new(Promise.Given, SecretKind.Credentials);
        if (Vague.Contains(word)) return new(Promise.Maybe, SecretKind.Key);
        if (word is "mnemonic" or "seedphrase") return new(Promise.Given, SecretKind.Mnemonic);
        if (NoSuffixes.Contains(word)) return null;
        foreach (var (suffix, kind) in Suffixes)
        {
            if (word.EndsWith(suffix, StringComparison.Ordinal)) return new(Promise.Given, kind);
        }
        return null;
    }

    /// <summary>Bundler reads credentials of a host from a variable of its name; some of that form are options.</summary>
    static SecretName OfBundler(ReadOnlySpan<char> name) =>
        name.StartsWith("BUNDLE_BUILD__", StringComparison.Ordinal) || name.StartsWith("BUNDLE_LOCAL__", StringComparison.Ordinal) || name.StartsWith("BUNDLE_MIRROR__", StringComparison.Ordinal)
            ? About
            : new(Promise.Given, SecretKind.Credentials);

    static readonly FrozenSet<string> Passwords = Set(
        "password", "passwords", "passwd", "passphrase", "passcode", "pword", "pwd", "psw", "pswd", "pw", "pass", "passwort", "psk", "rootpw", "userpw", "adminpw", "dbpw", "bindpw", "smtppw");

    static readonly FrozenSet<string> Keys = Set("token", "tokens", "bearer", "pepper", "apikey", "apitoken", "apisecret", "authtoken");

    static readonly FrozenSet<string> Credentials = Set("credential", "credentials", "creds", "authorization");

    /// <summary>Words that name a secret as often as something else.</summary>
    static readonly FrozenSet<string> Vague = Set("auth", "cred", "pat", "jwt", "sas", "salt", "sig", "code", "hook", "pin");

    /// <summary>What people write without a seam: <c>PGPASSWORD</c>, <c>accesskey</c>.</summary>
    static readonly (string Suffix, SecretKind Kind)[] Suffixes =
    [
        ("password", SecretKind.Password), ("passwd", SecretKind.Password), ("passphrase", SecretKind.Password), ("pwd", SecretKind.Password), ("pass", SecretKind.Password),
        ("token", SecretKind.Key), ("secret", SecretKind.Key), ("apikey", SecretKind.Key), ("accesskey", SecretKind.Key), ("secretkey", SecretKind.Key),
        ("privatekey", SecretKind.Key), ("authkey", SecretKind.Key), ("signingkey", SecretKind.Key), ("encryptionkey", SecretKind.Key), ("masterkey", SecretKind.Key),
        ("sharedkey", SecretKind.Key), ("accountkey", SecretKind.Key), ("storagekey", SecretKind.Key), ("instrumentationkey", SecretKind.Key), ("licensekey", SecretKind.Key),
        ("writekey", SecretKind.Key), ("credentials", SecretKind.Credentials),
    ];

    static readonly FrozenSet<string> NoSuffixes = Set("bypass", "compass", "trespass", "encompass", "surpass", "overpass", "underpass", "oldpwd", "notoken");

    /// <summary>Words that make a key a secret: an API key is one, a partition key is not.</summary>
    static readonly FrozenSet<string> BeforeKey = Set(
        "api", "access", "private", "priv", "secret", "encryption", "encrypt", "decryption", "decrypt", "crypto", "crypt", "cipher", "signing", "sign", "signature", "master", "account",
        "storage", "shared", "license", "admin", "auth", "ssh", "subscription", "instrumentation", "deploy", "service", "session", "jwt", "hmac", "app", "application", "aes", "rsa", "fernet",
        "cookie", "csrf", "integration", "write", "ingest", "ingestion", "insert", "consumer", "merchant", "function", "wallet", "unseal", "recovery", "registration", "machine", "webhook",
        "server", "sas", "rest", "agent", "developer", "sdk",
        // Whose keys open an account.
        "stripe", "bus", "hub", "openai", "anthropic", "groq", "mistral", "cohere", "gemini", "google", "maps", "mapbox", "sendgrid", "mailgun", "mailchimp", "mandrill", "postmark", "twilio", "nexmo", "vonage", "pusher", "algolia", "datadog",
        "dd", "relic", "newrelic", "sentry", "rollbar", "bugsnag", "honeycomb", "segment", "mixpanel", "amplitude", "cloudinary", "contentful", "shopify", "paypal", "square", "plaid", "braintree", "infura", "alchemy", "etherscan", "firebase", "fcm",
        "aws", "azure", "cosmos", "translator", "weather", "openweather", "github", "gitlab", "bitbucket", "jira", "slack", "discord", "telegram", "hubspot", "intercom", "zendesk", "okta", "launchdarkly", "pagerduty", "opsgenie", "fastly",
        "cloudflare", "digitalocean", "linode", "vultr", "heroku", "vercel", "netlify", "nuget", "npm", "pypi", "youtube", "deepl", "rapidapi", "supabase", "clerk", "resend", "tavily", "pinecone", "elastic", "grafana", "splunk", "dynatrace");

    /// <summary>Keys of a keyboard, a table, a message, a lock that everybody may see.</summary>
    static readonly FrozenSet<string> HarmlessKeys = Set(
        "public", "pub", "publishable", "primary", "foreign", "partition", "sort", "cache", "row", "hash", "range", "index", "object", "lookup", "label", "topology", "config", "map",
        "group", "metric", "shortcut", "hot", "compose", "site", "idempotency", "host", "verify", "verification", "gpg", "pgp", "apt", "yum", "rpm", "repo", "release", "unique", "natural", "composite",
        "anon", "translation", "message", "i", "field", "property", "header", "env", "annotation", "node", "taint", "toleration", "match", "search", "etag", "param", "parameter", "kms",
        "username", "login", "database", "dbname", "port", "url", "uri", "endpoint", "connection", "modifier", "arrow", "press", "meta", "any", "each", "by", "to", "no", "the", "a", "dedup", "dedupe", "deduplication", "distribution", "dist", "shard", "sharding", "candidate");

    /// <summary>Words that make a "secret" one of a protocol or program, and never the name of an object.</summary>
    static readonly FrozenSet<string> BeforeSecret = Set(
        "client", "app", "application", "api", "jwt", "session", "cookie", "webhook", "hook", "shared", "signing", "hmac", "auth", "oauth", "oidc", "consumer", "csrf", "token", "encryption", "user", "master",
        "access", "account", "admin", "stripe", "nextauth", "turn", "idp", "saml", "flask", "django", "express", "confluent", "aws", "hub", "bot", "my");

    /// <summary>Words that make a "secret" the name of an object that holds one.</summary>
    static readonly FrozenSet<string> ObjectSecrets = Set(
        "existing", "pull", "image", "tls", "ssl", "cert", "certificate", "ca", "ingress", "default", "external", "kubernetes", "kube", "k", "ref", "root", "from", "use", "create", "has", "is", "password",
        "credentials", "opaque", "sealed", "generic", "dockerconfigjson", "registry", "regcred", "vault");

    /// <summary>A name that starts so is a switch or a number.</summary>
    static readonly FrozenSet<string> Switches = Set(
        "max", "min", "num", "total", "count", "use", "uses", "has", "is", "with", "without", "enable", "enabled", "disable", "disabled", "require", "requires", "skip", "allow", "allows", "should", "needs", "random",
        "forgot", "existing", "validate", "show", "hide", "ignore");

    /// <summary>Before a noun: what everybody may see; tokens of a text, a bucket, a grammar.</summary>
    static readonly FrozenSet<string> Lends = Set("public", "publishable", "max", "min", "num", "pad", "eos", "bos", "unk", "sep", "mask", "cls", "total", "context", "input", "output", "completion", "prompt", "chunk", "by", "no", "empty", "feature", "special", "stop");

    /// <summary>Said behind a name without changing what it names: whose it is, in which form, for which environment.</summary>
    static readonly FrozenSet<string> Qualifiers = Set(
        "value", "val", "string", "str", "text", "plain", "plaintext", "cleartext", "clear", "raw", "base", "b", "hex", "encoded", "dev", "development", "test", "testing", "prod", "production", "stage", "staging",
        "live", "sandbox", "uat", "qa", "ci", "local", "old", "new", "current", "previous", "next", "first", "second", "secondary", "main", "backup", "v", "default", "override", "ro", "rw", "readonly", "internal",
        "external", "global");

    /// <summary>Last words of names that speak about a secret: where it lies, how long it lasts, who gives it, how it is made.</summary>
    static readonly FrozenSet<string> Subjects = Set(
        "public", "file", "filename", "files", "path", "paths", "dir", "directory", "folder", "location", "name", "names", "url", "uri", "urls", "endpoint", "endpoints", "host", "hosts", "port", "server", "ids", "size",
        "length", "len", "version", "expire", "expires", "expiry", "expiration", "expired", "ttl", "timeout", "lifetime", "duration", "age", "seconds", "secs", "minutes", "hours", "days", "enabled", "enable", "disabled",
        "disable", "allow", "allowed", "require", "required", "policy", "format", "type", "kind", "mode", "method", "methods", "count", "limit", "max", "min", "issuer", "audience", "header", "headers", "algorithm",
        "algorithms", "alg", "algo", "cipher", "ciphers", "kdf", "pbkdf", "fingerprint", "fingerprints", "sock", "socket", "ref", "refs", "reference", "provider", "providers", "store", "stores", "manager", "prefix", "suffix", "interval", "rotation",
        "field", "fields", "cookie", "env", "mount", "class", "engine", "scope", "scopes", "usage", "budget", "template", "validation", "validator", "namespace", "volume", "hashers", "hasher", "backend", "backends",
        "generator", "helper", "helpers", "encoder", "encoding", "encryption", "iterations", "rounds", "regex", "pattern", "column", "attribute", "parameter", "param", "prompt", "input", "hint", "label", "labels",
        "selector", "annotation", "description", "desc", "title", "message", "placeholder", "error", "email", "mail", "username", "user", "users", "login", "account", "owner", "group", "role", "arn", "resource",
        "project", "region", "domain", "realm", "tenant", "zone", "index", "cache", "bucket", "storage", "checksum", "sha", "md", "digest", "hash", "sum", "cost", "price", "rate", "per", "date", "time", "at", "in",
        "on", "status", "state", "source", "sources", "command", "cmd", "script", "hook", "hooks", "plugin", "module", "service", "services", "api", "app", "driver", "handler", "middleware", "filter", "rule",
        "rules", "config", "configuration", "settings", "options", "option", "opts", "params", "args", "spec", "schema", "table", "view", "form", "page", "route", "redirect", "callback", "reset", "change", "update",
        "create", "delete", "check", "checks", "verify", "verification", "review", "request", "requests", "response", "exchange", "grant", "flow", "authentication", "validity", "strength", "complexity", "history",
        "retries", "retry", "attempts", "threshold", "dummy", "fake", "mock", "alias", "aliases", "list", "set", "map", "array", "item", "items", "parser", "tokenizer", "separator", "delimiter", "position",
        "sync", "refresh", "renewal", "renew", "rotate", "operator", "controller", "agent", "csi", "injector", "webhook", "tag", "comment", "address", "contract", "symbol", "decimals", "supply", "color", "image", "repository", "registry", "cron", "schedule", "scheme", "docs", "help", "basic", "post", "parallelism", "dn", "oid");

    /// <summary>Names that stand for themselves.</summary>
    static readonly FrozenDictionary<string, SecretName> Exact = new Dictionary<string, SecretName>(StringComparer.OrdinalIgnoreCase)
    {
        ["REDISCLI_AUTH"] = new(Promise.Given, SecretKind.Password),
        ["requirepass"] = new(Promise.Given, SecretKind.Password),
        ["masterauth"] = new(Promise.Given, SecretKind.Password),
        ["SSHPASS"] = new(Promise.Given, SecretKind.Password),
        ["NPM_AUTH"] = new(Promise.Given, SecretKind.Credentials),
        ["NPM_CONFIG__AUTH"] = new(Promise.Given, SecretKind.Credentials),
        ["_auth"] = new(Promise.Given, SecretKind.Credentials),
        ["COMPOSER_AUTH"] = new(Promise.Given, SecretKind.Credentials),
        ["DOCKER_AUTH"] = new(Promise.Given, SecretKind.Credentials),
        ["DOCKER_AUTH_CONFIG"] = new(Promise.Given, SecretKind.Credentials),
        ["DOCKER_CONFIG_JSON"] = new(Promise.Given, SecretKind.Credentials),
        [".dockerconfigjson"] = new(Promise.Given, SecretKind.Credentials),
        [".dockercfg"] = new(Promise.Given, SecretKind.Credentials),
        ["VSS_NUGET_EXTERNAL_FEED_ENDPOINTS"] = new(Promise.Given, SecretKind.Credentials),
        ["AUTH_HEADER"] = new(Promise.Given, SecretKind.Credentials),
        ["AUTHORIZATION_HEADER"] = new(Promise.Given, SecretKind.Credentials),
        ["sonar.login"] = new(Promise.Maybe, SecretKind.Key),
        ["SONAR_LOGIN"] = new(Promise.Maybe, SecretKind.Key),
        ["BASICAUTH"] = new(Promise.Given, SecretKind.Credentials),
        ["BASIC_AUTH"] = new(Promise.Given, SecretKind.Credentials),
        ["HTTP_BASIC_AUTH"] = new(Promise.Given, SecretKind.Credentials),
        ["SECRET_KEY_BASE"] = new(Promise.Given, SecretKind.Key),
        ["SECRET_KEY_BASE_DUMMY"] = About,
        // Fingerprints of the keys that sign official downloads.
        ["GPG_KEY"] = About,
        ["GPG_KEYS"] = About,
        ["SSH_AUTH_SOCK"] = About,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
