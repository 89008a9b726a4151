using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ShiftLeft.Images;

/// <summary>
/// What is known, without a network, of the images that most others are built on: the user they run as, whether they hold a shell, what they put
/// into the environment. Read from their published Dockerfiles; what is not known is said to be unknown.
/// </summary>
static class BaseImages
{
    public static BaseImage Of(ImageReference image)
    {
        var name = image.FamiliarName;
        var tag = image.Tag ?? "";
        if (name.StartsWith("mcr.microsoft.com/dotnet/", StringComparison.Ordinal)) return DotNet(name, tag);
        if (name.StartsWith("gcr.io/distroless/", StringComparison.Ordinal))
            return new(Has(tag, "nonroot") ? new(ImageUserKind.NonRoot, "65532") : ImageUser.Root, HasShell: Has(tag, "debug"));
        if (name.StartsWith("cgr.dev/chainguard/", StringComparison.Ordinal) || image.Registry == "dhi.io")
            return new(name.EndsWith("-base", StringComparison.Ordinal) || name.EndsWith("/bash", StringComparison.Ordinal) ? ImageUser.Unknown : new(ImageUserKind.NonRoot, "65532"), HasShell: Has(tag, "dev") ? true : null);
        if (name.StartsWith("bitnami/", StringComparison.Ordinal) || name.StartsWith("bitnamilegacy/", StringComparison.Ordinal) || name.StartsWith("bitnamisecure/", StringComparison.Ordinal))
            return new(name.EndsWith("/minideb", StringComparison.Ordinal) ? ImageUser.Root : new(ImageUserKind.NonRoot, "1001"), HasShell: true);
        if (NonRoot.TryGetValue(name, out var user)) return new(user, HasShell: true);
        if (Plain.Contains(name)) return BaseImage.PathOnly;
        if (Root.Contains(name) || name.StartsWith("amd64/", StringComparison.Ordinal) || name.StartsWith("arm64v8/", StringComparison.Ordinal))
            return new(ImageUser.Root, HasShell: name is not ("hello-world" or "traefik")) { Environment = EnvironmentOf(name) };
        if (image.Repository.Contains("ubi", StringComparison.Ordinal) && image.Registry.EndsWith("redhat.com", StringComparison.Ordinal))
            return new(Has(image.Repository, "ubi8/ubi") || Has(image.Repository, "ubi9/ubi") || Has(image.Repository, "ubi10/ubi") ? ImageUser.Root : ImageUser.Unknown, HasShell: !image.Repository.EndsWith("-micro", StringComparison.Ordinal));
        return BaseImage.Unknown;
    }

    public static bool IsWindows(ImageReference image) =>
        image.FamiliarName.StartsWith("mcr.microsoft.com/windows", StringComparison.Ordinal) || image.FamiliarName.StartsWith("mcr.microsoft.com/dotnet/framework", StringComparison.Ordinal) ||
        image.Tag is { } tag && (Has(tag, "nanoserver") || Has(tag, "windowsservercore"));

    /// <summary>
    /// Microsoft's .NET images: from 8.0 they define APP_UID=1654 and the user <c>app</c>; the chiseled and distroless variants run as it,
    /// the others as root until a <c>USER</c>.
    /// </summary>
    static BaseImage DotNet(string name, string tag)
    {
        var isSlim = Has(tag, "chiseled") || Has(tag, "distroless");
        var isModern = !name.Contains("/core/", StringComparison.Ordinal) && !IsBefore8(tag);
        var environment = ImmutableDictionary<string, string?>.Empty;
        if (isModern && !name.EndsWith("/sdk", StringComparison.Ordinal)) environment = environment.Add("APP_UID", "1654").Add("ASPNETCORE_HTTP_PORTS", "8080");
        else if (isModern) environment = environment.Add("APP_UID", "1654");
        foreach (var variable in DotNetVariables) environment = environment.ContainsKey(variable) ? environment : environment.Add(variable, null);
        return new(isSlim ? isModern ? new(ImageUserKind.NonRoot, "1654") : new(ImageUserKind.NonRoot, "app") : ImageUser.Root, HasShell: !isSlim) { Environment = environment };
    }

    static readonly ImmutableArray<string> DotNetVariables =
        ["ASPNETCORE_URLS", "DOTNET_RUNNING_IN_CONTAINER", "DOTNET_VERSION", "ASPNET_VERSION", "DOTNET_SDK_VERSION", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "NUGET_XMLDOC_MODE"];

    static bool IsBefore8(string tag) => tag.Length > 1 && char.IsAsciiDigit(tag[0]) && tag[1] == '.' && tag[0] < '8';

    static bool Has(string text, string part) => text.Contains(part, StringComparison.Ordinal);

    static readonly FrozenDictionary<string, ImageUser> NonRoot = new Dictionary<string, ImageUser>(StringComparer.Ordinal)
    {
        ["nginxinc/nginx-unprivileged"] = new(ImageUserKind.NonRoot, "101"),
        ["elasticsearch"] = new(ImageUserKind.NonRoot, "1000"),
        ["docker.elastic.co/elasticsearch/elasticsearch"] = new(ImageUserKind.NonRoot, "1000"),
        ["docker.elastic.co/kibana/kibana"] = new(ImageUserKind.NonRoot, "1000"),
        ["kibana"] = new(ImageUserKind.NonRoot, "1000"),
        ["logstash"] = new(ImageUserKind.NonRoot, "1000"),
        ["jenkins/jenkins"] = new(ImageUserKind.NonRoot, "jenkins"),
        ["grafana/grafana"] = new(ImageUserKind.NonRoot, "472"),
        ["grafana/loki"] = new(ImageUserKind.NonRoot, "10001"),
        ["prom/prometheus"] = new(ImageUserKind.NonRoot, "nobody"),
        ["prom/alertmanager"] = new(ImageUserKind.NonRoot, "nobody"),
        ["quay.io/keycloak/keycloak"] = new(ImageUserKind.NonRoot, "1000"),
        ["hashicorp/terraform"] = ImageUser.Root,
        ["mcr.microsoft.com/mssql/server"] = new(ImageUserKind.NonRoot, "mssql"),
        ["mcr.microsoft.com/playwright"] = ImageUser.Root,
        ["solr"] = new(ImageUserKind.NonRoot, "8983"),
        ["memcached"] = new(ImageUserKind.NonRoot, "memcache"),
        ["haproxy"] = new(ImageUserKind.NonRoot, "haproxy"),
        ["apache/kafka"] = new(ImageUserKind.NonRoot, "appuser"),
        ["confluentinc/cp-kafka"] = new(ImageUserKind.NonRoot, "appuser"),
        ["curlimages/curl"] = new(ImageUserKind.NonRoot, "curl_user"),
        ["sonarqube"] = new(ImageUserKind.NonRoot, "sonarqube"),
        ["cypress/base"] = ImageUser.Root,
        ["paketobuildpacks/run"] = new(ImageUserKind.NonRoot, "cnb"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Images that hold a distribution and nothing more: they set <c>PATH</c> and no other variable, and name no working directory.</summary>
    static readonly FrozenSet<string> Plain = FrozenSet.ToFrozenSet(
    [
        "alpine", "busybox", "debian", "ubuntu", "public.ecr.aws/docker/library/alpine", "public.ecr.aws/docker/library/debian", "public.ecr.aws/docker/library/ubuntu",
    ], StringComparer.Ordinal);

    /// <summary>Official and other widespread images whose configuration names no user, or root.</summary>
    static readonly FrozenSet<string> Root = FrozenSet.ToFrozenSet(
    [
        "almalinux", "amazoncorretto", "amazonlinux", "archlinux", "bash", "buildpack-deps", "caddy", "centos", "clojure", "composer",
        "docker", "eclipse-temurin", "elixir", "erlang", "fedora", "gcc", "golang", "gradle", "groovy", "haskell", "hello-world", "httpd", "ibmjava",
        "julia", "mariadb", "maven", "mono", "mongo", "mysql", "nginx", "node", "openjdk", "opensuse/leap", "opensuse/tumbleweed", "oraclelinux", "perl",
        "photon", "php", "postgres", "pypy", "python", "quay.io/centos/centos", "r-base", "rabbitmq", "redis", "rockylinux", "ruby", "rust", "sapmachine", "swift",
        "tomcat", "traefik", "valkey/valkey", "wordpress", "denoland/deno", "oven/bun", "continuumio/miniconda3", "nvidia/cuda", "tensorflow/tensorflow",
        "pytorch/pytorch", "public.ecr.aws/amazonlinux/amazonlinux", "public.ecr.aws/docker/library/node", "public.ecr.aws/docker/library/python",
        "ghcr.io/astral-sh/uv", "mcr.microsoft.com/azure-cli", "mcr.microsoft.com/powershell", "mcr.microsoft.com/mirror/docker/library/ubuntu",
        "mcr.microsoft.com/cbl-mariner/base/core", "mcr.microsoft.com/azurelinux/base/core",
    ], StringComparer.Ordinal);

    /// <summary>Variables that official images define; the value is null where it changes with the version.</summary>
    static ImmutableDictionary<string, string?> EnvironmentOf(string name) => name switch
    {
        "node" => Variables("NODE_VERSION", "YARN_VERSION"),
        "python" => Variables("PYTHON_VERSION", "GPG_KEY", "PYTHON_SHA256", "PYTHON_PIP_VERSION", "LANG"),
        "openjdk" or "eclipse-temurin" or "amazoncorretto" or "sapmachine" => Variables("JAVA_HOME", "JAVA_VERSION", "LANG"),
        "maven" => Variables("JAVA_HOME", "JAVA_VERSION", "MAVEN_HOME", "MAVEN_CONFIG"),
        "gradle" => Variables("JAVA_HOME", "GRADLE_HOME", "GRADLE_VERSION"),
        "tomcat" => Variables("CATALINA_HOME", "JAVA_HOME", "TOMCAT_VERSION"),
        "golang" => Variables("GOLANG_VERSION", "GOPATH", "GOTOOLCHAIN"),
        "ruby" => Variables("RUBY_VERSION", "GEM_HOME", "BUNDLE_APP_CONFIG", "LANG"),
        "php" or "wordpress" => Variables("PHP_VERSION", "PHP_INI_DIR", "PHPIZE_DEPS", "PHP_CFLAGS"),
        "rust" => Variables("RUSTUP_HOME", "CARGO_HOME", "RUST_VERSION"),
        "nginx" => Variables("NGINX_VERSION", "NJS_VERSION", "PKG_RELEASE"),
        "httpd" => Variables("HTTPD_PREFIX", "HTTPD_VERSION"),
        "postgres" => Variables("PG_MAJOR", "PG_VERSION", "PGDATA", "LANG"),
        "mysql" or "mariadb" => Variables("MYSQL_MAJOR", "MYSQL_VERSION", "MARIADB_VERSION", "GOSU_VERSION"),
        "redis" => Variables("REDIS_VERSION"),
        "mongo" => Variables("MONGO_VERSION", "MONGO_MAJOR"),
        _ => ImmutableDictionary<string, string?>.Empty,
    };

    static ImmutableDictionary<string, string?> Variables(params string[] names) => names.ToImmutableDictionary(name => name, _ => (string?)null);
}

/// <param name="User">The user that a container runs as when nobody says otherwise.</param>
/// <param name="HasShell">Whether <c>/bin/sh</c> is there; null when it is not known.</param>
sealed record BaseImage(ImageUser User, bool? HasShell)
{
    public static BaseImage Unknown { get; } = new(ImageUser.Unknown, null);
    /// <summary>An image of nothing: root, and no shell.</summary>
    public static BaseImage Scratch { get; } = new(ImageUser.Root, false) { HasWholeEnvironment = true, WorkingDirectory = "/" };
    /// <summary>An image that sets nothing but <c>PATH</c>.</summary>
    public static BaseImage PathOnly { get; } = new(ImageUser.Root, true) { HasWholeEnvironment = true, WorkingDirectory = "/" };

    /// <summary>Variables that the image defines, with their values where those are known.</summary>
    public ImmutableDictionary<string, string?> Environment { get; init; } = ImmutableDictionary<string, string?>.Empty;
    /// <summary>Whether it sets no variable besides these and <c>PATH</c>.</summary>
    public bool HasWholeEnvironment { get; init; }
    /// <summary>Null when it is not known.</summary>
    public string? WorkingDirectory { get; init; }
    public bool IsKnown => this != Unknown;
}

enum ImageUserKind { Unknown, Root, NonRoot }

/// <param name="Kind">What is known.</param>
/// <param name="Name">As the image configures it: a number or a name.</param>
readonly record struct ImageUser(ImageUserKind Kind, string? Name)
{
    public static ImageUser Unknown { get; } = new(ImageUserKind.Unknown, null);
    public static ImageUser Root { get; } = new(ImageUserKind.Root, "root");
}
