using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ShiftLeft.Rules.Secrets;

/// <summary>A way of a program to log in, or to keep a login for later.</summary>
/// <param name="Verbs">Its words before everything else that is no option: <c>auth init</c>.</param>
sealed record Login(params ImmutableArray<string> Verbs)
{
    /// <summary>Options whose value is the secret.</summary>
    public ImmutableArray<string> Options { get; init; } = [];
    /// <summary>Options whose value is a file with the key.</summary>
    public ImmutableArray<string> Files { get; init; } = [];
    /// <summary>Names of settings whose value is the secret, among the words.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];
    /// <summary>Which of the words that are no options is the secret, verbs counted; null where none is.</summary>
    public int? Place { get; init; }
}

/// <summary>The logins of clouds, registries and services, by program.</summary>
static class Logins
{
    static readonly ImmutableArray<string> Password = ["-p", "--password"];
    static readonly ImmutableArray<string> Token = ["-t", "--token"];

    static readonly ImmutableArray<Login> Registry = [new("login") { Options = Password }];
    static readonly ImmutableArray<Login> Node =
    [
        new("config", "set") { Keys = ["_authToken", "_password", "_auth", "npmAuthToken", "npmAuthIdent"] },
        new("set") { Keys = ["_authToken", "_password"] },
    ];
    static readonly ImmutableArray<Login> Fly =
    [
        new() { Options = ["-t", "--access-token"] },
    ];

    /// <summary>Programs that log in by a variable which is set for them.</summary>
    public static FrozenSet<string> Clouds { get; } = FrozenSet.ToFrozenSet(
        [
            "aws", "az", "gcloud", "doctl", "flyctl", "fly", "heroku", "oci", "ibmcloud", "aliyun", "hcloud", "scw", "linode-cli", "civo", "vercel", "netlify", "firebase", "pulumi", "doppler", "databricks", "snyk", "sentry-cli", "terraform",
        ], StringComparer.Ordinal);

    public static FrozenDictionary<string, ImmutableArray<Login>> ByProgram { get; } = new Dictionary<string, ImmutableArray<Login>>(StringComparer.Ordinal)
    {
        ["docker"] = Registry, ["podman"] = Registry, ["buildah"] = Registry, ["skopeo"] = Registry, ["nerdctl"] = Registry, ["oras"] = Registry, ["cosign"] = Registry, ["regctl"] = [new("registry", "login") { Options = Password }],
        ["crane"] = [new("auth", "login") { Options = Password }],
        ["helm"] = [new("registry", "login") { Options = Password }, new("login") { Options = Password }, new("repo", "add") { Options = ["--password"] }],
        ["aws"] = [new("configure", "set") { Keys = ["aws_secret_access_key", "aws_access_key_id", "aws_session_token"] }],
        ["az"] = [new("login") { Options = ["-p", "--password", "--federated-token"] , Files = ["--certificate"] }, new("acr", "login") { Options = Password }, new("devops", "login") { Options = ["--token"] }],
        ["gcloud"] =
        [
            new("auth", "activate-service-account") { Files = ["--key-file"], Options = ["--password-file"] },
            new("auth", "login") { Files = ["--cred-file"] },
            new("auth", "application-default", "login") { Files = ["--client-id-file"] },
            new("beta", "auth", "activate-service-account") { Files = ["--key-file"] },
        ],
        ["gsutil"] = [new("config") { Files = ["-e"] }],
        ["oci"] = [new("setup") { Options = ["--passphrase"] }, new("session", "import") { Files = ["--session-archive"] }, new("iam", "region") { Files = ["--key-file"] }],
        ["doctl"] = [new("auth", "init") { Options = ["-t", "--access-token"] }, new() { Options = ["-t", "--access-token"] }],
        ["flyctl"] = Fly, ["fly"] = Fly,
        ["heroku"] = [new("login") { Options = ["--api-key", "-k"] }, new("auth:login") { Options = ["--api-key", "-k"] }],
        ["ibmcloud"] = [new("login") { Options = ["--apikey", "-p"] }],
        ["aliyun"] = [new("configure", "set") { Options = ["--access-key-secret", "--sts-token"] }],
        ["tccli"] = [new("configure", "set") { Keys = ["secretKey", "secretId"] }],
        ["yc"] = [new("config", "set", "token") { Place = 3 }, new("config", "set", "service-account-key") { Place = 3 }],
        ["scw"] = [new("init") { Keys = ["secret-key="] }, new("config", "set") { Keys = ["secret-key="] }],
        ["hcloud"] = [new("context", "create") { Options = ["--token"] }],
        ["linode-cli"] = [new("configure") { Options = ["--token"] }],
        ["civo"] = [new("apikey", "add") { Place = 3 }, new("apikey", "save") { Place = 3 }],
        ["oc"] = [new("login") { Options = ["-p", "--password", "--token"] }],
        ["kubectl"] = [new("config", "set-credentials") { Options = ["--token", "--password"] }],
        ["argocd"] = [new("login") { Options = ["--password"] }],
        ["vault"] = [new("login") { Place = 1, Keys = ["password=", "secret_id="] }, new("auth") { Place = 1 }],
        ["doppler"] = [new("configure", "set", "token") { Place = 3 }, new("setup") { Options = Token }],
        ["infisical"] = [new("login") { Options = ["--client-secret"] }],
        ["cf"] = [new("login") { Options = ["-p"] }, new("auth") { Place = 2 }],
        ["glab"] = [new("auth", "login") { Options = Token }],
        ["npm"] = Node, ["yarn"] = Node, ["pnpm"] = Node,
        ["dotnet"] = [new("nuget", "add", "source") { Options = Password }, new("nuget", "update", "source") { Options = Password }, new("nuget", "push") { Options = ["-k", "--api-key"] }],
        ["nuget"] = [new("sources", "add") { Options = ["-Password", "-password"] }, new("sources", "update") { Options = ["-Password", "-password"] }, new("setapikey") { Place = 1 }, new("push") { Options = ["-ApiKey"] }],
        ["cargo"] = [new("login") { Place = 1 }],
        ["gem"] = [new("push") { Options = ["--key"] }],
        ["twine"] = [new("upload") { Options = Password }],
        ["poetry"] = [new("config") { Keys = ["http-basic.", "pypi-token."] }, new("publish") { Options = Password }],
        ["composer"] = [new("config") { Keys = ["http-basic.", "github-oauth.", "gitlab-token.", "gitlab-oauth.", "bitbucket-oauth.", "bearer."] }],
        ["conan"] = [new("user") { Options = Password }, new("remote", "login") { Options = Password }, new("remote", "auth") { Options = Password }],
        ["jf"] = [new("config", "add") { Options = ["--password", "--access-token"] }, new("c", "add") { Options = ["--password", "--access-token"] }],
        ["jfrog"] = [new("config", "add") { Options = ["--password", "--access-token"] }, new("rt", "config") { Options = ["--password", "--access-token", "--apikey"] }],
        ["snyk"] = [new("auth") { Place = 1 }, new("config", "set") { Keys = ["api="] }],
        ["sentry-cli"] = [new() { Options = ["--auth-token", "--api-key"] }],
        ["circleci"] = [new("setup") { Options = ["--token"] }],
        ["netlify"] = [new() { Options = ["--auth"] }],
        ["vercel"] = [new() { Options = Token }],
        ["firebase"] = [new() { Options = ["--token"] }],
        ["expo"] = [new("login") { Options = Password }],
        ["databricks"] = [new("configure") { Options = ["--token-value"] }],
        ["huggingface-cli"] = [new("login") { Options = ["--token"] }],
        ["hf"] = [new("auth", "login") { Options = ["--token"] }],
        ["wandb"] = [new("login") { Place = 1 }],
        ["modal"] = [new("token", "set") { Options = ["--token-secret"] }],
        ["ngrok"] = [new("authtoken") { Place = 1 }, new("config", "add-authtoken") { Place = 2 }],
        ["tailscale"] = [new("up") { Options = ["--authkey", "--auth-key"] }, new("login") { Options = ["--authkey", "--auth-key"] }],
        ["mc"] = [new("alias", "set") { Place = 5 }, new("config", "host", "add") { Place = 6 }],
        ["s3cmd"] = [new() { Options = ["--secret_key"] }],
        ["subscription-manager"] = [new("register") { Options = ["--password", "--activationkey"] }],
        ["pro"] = [new("attach") { Place = 1 }], ["ua"] = [new("attach") { Place = 1 }],
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
