using ShiftLeft.Docker;
using ShiftLeft.Text;
using System.Collections.Immutable;

namespace ShiftLeft.Rules.Secrets;

/// <summary>A file that is known to hold secrets becomes part of the image.</summary>
sealed class SecretFileCopied : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL7003", "secret-file-copied", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A file that holds secrets is copied into the image",
        Why = "Private keys, `.env` and credential files stay readable in the layer, even when a later step deletes them.",
        Fix = "Leave it out (add it to `.dockerignore`) and give it to the step that needs it: `RUN --mount=type=secret,id=npmrc,target=/root/.npmrc …`.",
        References = ["https://docs.docker.com/build/building/secrets/"],
        Equivalents = ["CIS-DI-0010"],
        Similar = ["DS-0031"],
        Cwe = [538],
        SecuritySeverity = 7.5,
        Bad =
        [
            """
            FROM node:24-slim
            WORKDIR /srv/web
            COPY package.json package-lock.json [|.npmrc|] ./
            RUN npm ci --omit=dev

            """,
            """
            FROM golang:1.26 AS build
            ADD [|keys/id_rsa|] /root/.ssh/
            RUN git clone git@git.example.com:acme/orders.git /src

            """,
        ],
        Good =
        [
            """
            FROM node:24-slim
            WORKDIR /srv/web
            COPY package.json package-lock.json ./
            RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci --omit=dev

            """,
            """
            FROM golang:1.26 AS build
            RUN --mount=type=ssh git clone git@git.example.com:acme/orders.git /src

            """,
            """
            # What anybody may see: an example to fill in, and a public certificate.
            FROM node:24-slim
            WORKDIR /srv/web
            COPY package.json package-lock.json .env.example certs/ca.pem ./

            """,
            """
            # What another stage made is no file of the repository.
            FROM node:24-slim AS build
            WORKDIR /srv/web
            COPY . .
            RUN npm ci && npm run build && npm run write-public-env

            FROM nginxinc/nginx-unprivileged:1.29
            COPY --from=build /srv/web/dist/ /srv/web/.env /usr/share/nginx/html/

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        from copy in stage.Copies
        where copy.From is null
        from source in copy.Sources
        let path = copy.Expand(source).Text
        where path is not null && IsSecret(path) && !IsForPublicKeys(path, copy.Destination?.Text ?? "")
        select this.At(stage, source.Location, $"`{path}` becomes part of the image");

    static bool IsSecret(string path)
    {
        var name = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        return (Names.Any(pattern => Glob.IsMatch(pattern, name)) || Ends.Any(end => path == end || path.EndsWith("/" + end, StringComparison.Ordinal)))
            && !Harmless.Any(pattern => Glob.IsMatch(pattern, name.ToLowerInvariant()));
    }

    /// <summary>Keys that packages are verified with lie where package managers look for them.</summary>
    static bool IsForPublicKeys(string path, string destination) => KeyFolders.Any(folder => destination.StartsWith(folder, StringComparison.Ordinal) || path.StartsWith(folder, StringComparison.Ordinal) || path.StartsWith(folder[1..], StringComparison.Ordinal));

    static readonly ImmutableArray<string> Names =
    [
        ".env", ".env.*", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", ".npmrc", ".netrc", ".pypirc", ".git-credentials", ".pgpass", ".htpasswd", "*.pfx", "*.p12", "*.jks", "*.keystore", "*.key",
        "*-key.pem", "*_key.pem", "key.pem", "privkey.pem", "private.pem", "secrets.json", "secrets.yml", "secrets.yaml", "kubeconfig", "credentials.json", "service-account*.json", "*.ppk", "*.keytab", "*.kdbx", ".vault-token", ".dockercfg",
        ".dockerconfigjson", "*.tfstate",
        // Others that end so are settings of a build as often as not.
        "prod*.env", "stag*.env", "dev*.env", "local*.env", "*secret*.env", "*cred*.env", "*token*.env", "app.env", "api.env", "web.env", "server.env", "db.env", "database.env", "docker.env", "compose.env", "config.env",
    ];

    static readonly ImmutableArray<string> Ends = [".aws/credentials", ".docker/config.json", ".kube/config"];

    /// <summary>Files to fill in, public halves, and stores of certificates that are trusted; in lower case.</summary>
    static readonly ImmutableArray<string> Harmless =
    [
        "*.example", "*.sample", "*.template", "*.dist", "*.defaults", "*.pub", "*public*", "example.env", "sample.env", "*pubkey*", "*pub-key*", "*pub_key*", "*.gpg.key", "*gpg*.key", "*.asc.key", "*signing.key", "*signing-key*", "*signing_key.pub*", "*archive*.key",
        "*keyring*", "*release*.key", "*repo*.key", "*trust*", "*cacert*", "*-ca.key.pub", "rpm-gpg-key*",
    ];

    static readonly ImmutableArray<string> KeyFolders = ["/usr/share/keyrings", "/etc/apt/", "/etc/apk/keys", "/etc/pki/rpm-gpg", "/etc/yum", "/usr/local/share/keyrings"];
}
