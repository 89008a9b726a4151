using ShiftLeft.Docker.Shell;
using ShiftLeft.Docker;
using ShiftLeft.Text;
using System.Collections.Frozen;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>Certificates or signatures that are not checked.</summary>
sealed class DisabledVerification : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL1006", "disabled-verification", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "Verification of a download is switched off",
        Why = "Without checking certificates or signatures, anyone on the way can replace what is downloaded, and the replacement becomes part of the image.",
        Fix = "Remove the option. For a private certificate authority, copy its certificate into the image and run `update-ca-certificates`.",
        Parts =
        [
            new(["curl"], "CKV2_DOCKER_2"),
            new(["--no-check-certificate"], "CKV2_DOCKER_3"),
            new(["--trusted-host"], "CKV2_DOCKER_4"),
            new(["PYTHONHTTPSVERIFY"], "CKV2_DOCKER_5"),
            new(["NODE_TLS_REJECT_UNAUTHORIZED"], "CKV2_DOCKER_6"),
            new(["--allow-untrusted"], "CKV2_DOCKER_7"),
            new(["--allow-unauthenticated"], "CKV2_DOCKER_8"),
            new(["--nogpgcheck"], "CKV2_DOCKER_9"),
            new(["rpm"], "CKV2_DOCKER_10"),
            new(["--force-yes"], "CKV2_DOCKER_11"),
            new(["NPM_CONFIG_STRICT_SSL"], "CKV2_DOCKER_12"),
            new(["strict-ssl"], "CKV2_DOCKER_13"),
            new(["GIT_SSL_NO_VERIFY"], "CKV2_DOCKER_14"),
            new(["--setopt"], "CKV2_DOCKER_15"),
            new(["PIP_TRUSTED_HOST"], "CKV2_DOCKER_16"),
        ],
        Cwe = [295, 347],
        SecuritySeverity = 7.4,
        Bad =
        [
            """
            FROM buildpack-deps:trixie-curl
            RUN curl [|-fsSLk|] https://packages.example.com/schema.json -o /etc/orders-schema.json
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
            """
            FROM node:24
            ENV [|NODE_TLS_REJECT_UNAUTHORIZED=0|]
            WORKDIR /app
            COPY dist/ ./
            USER 1000
            CMD ["node", "server.js"]

            """,
        ],
        Good =
        [
            """
            FROM buildpack-deps:trixie-curl
            COPY acme-root.crt /usr/local/share/ca-certificates/
            RUN update-ca-certificates \
                && curl -fsSL https://packages.example.com/schema.json -o /etc/orders-schema.json
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
            """
            FROM node:24
            COPY acme-root.crt /etc/ssl/acme-root.crt
            ENV NODE_EXTRA_CA_CERTS=/etc/ssl/acme-root.crt
            ENV NODE_TLS_REJECT_UNAUTHORIZED=1
            WORKDIR /app
            COPY dist/ ./
            USER 1000
            CMD ["node", "server.js"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        foreach (var (stage, _, command) in file.Commands())
        {
            if (Offender(command) is { } word) yield return this.At(stage, word.Location, $"`{command.Name}` is told not to verify: `{word.Skeleton}`");
            foreach (var assignment in command.Assignments.Where(assignment => IsOff(assignment.Name, assignment.Value)))
            {
                if (command.Wrappers.IsEmpty) yield return this.At(stage, assignment.Location, $"`{assignment.Name}={assignment.Value}` switches verification off");
            }
        }
        foreach (var stage in file.Stages)
        {
            foreach (var (tool, place, text) in stage.Files().SelectMany(InsecureSettings.Find)) yield return this.At(stage, place, $"`{tool}` is told not to verify: `{text}`");
            foreach (var word in stage.Runs.SelectMany(run => stage.PowerShellStatements(run)).SelectMany(statement => statement.Words).Where(word => PowerShell.Is(word, "-SkipCertificateCheck"))) yield return this.At(stage, word.LocationOf(new(0, word.Length)), $"PowerShell is told not to verify: `{word.Text}`");
            foreach (var assignment in stage.Written.OfType<AssignmentInstruction>().Where(instruction => instruction.Name is "ENV" or "ARG").SelectMany(instruction => instruction.Assignments))
            {
                if (IsOff(assignment.Name, assignment.Value?.Text)) yield return this.At(stage, assignment.Location, $"`{assignment.Name}={assignment.Value?.Text}` switches verification off for the whole stage");
            }
        }
    }

    static ShellWord? Offender(ShellCommand command) => command.Name switch
    {
        "curl" => command.Option("--insecure", 'k') is { } word && !IsValueOf(command, word) ? word : null,
        "wget" => command.Option("--no-check-certificate"),
        "pip" or "pip3" or "python" or "python3" => command.Option("--trusted-host") ?? command.Arguments.FirstOrDefault(word => word.Skeleton.EndsWith(".trusted-host", StringComparison.Ordinal)),
        "apk" => command.Option("--allow-untrusted"),
        "apt-get" or "apt" or "aptitude" => command.Option("--allow-unauthenticated") ?? command.Option("--force-yes") ?? command.Arguments.FirstOrDefault(word => word.Skeleton.Contains("AllowInsecureRepositories=true", StringComparison.OrdinalIgnoreCase) || word.Skeleton.Contains("AllowUnauthenticated=true", StringComparison.OrdinalIgnoreCase)),
        "yum" or "dnf" or "microdnf" or "tdnf" or "yum-config-manager" or "dnf-config-manager" => command.Option("--nogpgcheck") ?? command.Arguments.FirstOrDefault(word => IsSslOff(word.Skeleton)),
        "zypper" => command.Option("--no-gpg-checks"),
        "rpm" => command.Option("--nodigest") ?? command.Option("--nosignature") ?? command.Option("--noverify") ?? command.Option("--nofiledigest"),
        "npm" or "yarn" or "pnpm" => command.Arguments.FirstOrDefault(word => word.Skeleton is "--strict-ssl=false") ?? (command.Texts.ToList() is ["config", "set", "strict-ssl", "false", ..] ? command.Arguments[2] : command.Arguments.FirstOrDefault(word => word.Skeleton == "strict-ssl=false")),
        "conda" or "mamba" or "micromamba" => command.Texts.ToList() is ["config", .., "ssl_verify", "false" or "False" or "no" or "0"] ? command.Arguments[^2] : null,
        "composer" => command.Texts.ToList() is ["config", .., "secure-http", "false"] or ["config", .., "disable-tls", "true"] ? command.Arguments[^2] : null,
        "bundle" or "bundler" => command.Texts.ToList() is ["config", .., "ssl_verify_mode", "0"] ? command.Arguments[^2] : null,
        "git" => command.Arguments.FirstOrDefault(word => word.Skeleton.Equals("http.sslVerify=false", StringComparison.OrdinalIgnoreCase)) ?? (command.Texts.Contains("http.sslVerify", StringComparer.OrdinalIgnoreCase) && command.Texts.LastOrDefault() == "false" ? command.Arguments.First(word => word.Skeleton.Equals("http.sslVerify", StringComparison.OrdinalIgnoreCase)) : null),
        _ => null,
    };

    /// <summary><c>-o k</c> is a file's name; so is the rest of a bundle behind an option that takes a value.</summary>
    static bool IsValueOf(ShellCommand command, ShellWord word)
    {
        var letters = word.Skeleton.StartsWith("--", StringComparison.Ordinal) ? "" : word.Skeleton;
        var value = letters.AsSpan().IndexOfAny("oHduAbeTUXmwxF");
        return value > 0 && letters.IndexOf('k', StringComparison.Ordinal) > value;
    }

    static bool IsSslOff(string word) =>
        word.StartsWith("--setopt=", StringComparison.Ordinal) && (word.EndsWith("sslverify=0", StringComparison.Ordinal) || word.EndsWith("sslverify=false", StringComparison.OrdinalIgnoreCase) || word.EndsWith("sslverify=no", StringComparison.OrdinalIgnoreCase) || word.EndsWith("gpgcheck=0", StringComparison.Ordinal));

    static bool IsOff(string name, string? value) => value is not null && name.ToUpperInvariant() switch
    {
        "NODE_TLS_REJECT_UNAUTHORIZED" or "PYTHONHTTPSVERIFY" => value == "0",
        // git asks whether it is set, not to what (http_init in http.c).
        "GIT_SSL_NO_VERIFY" => true,
        "NPM_CONFIG_STRICT_SSL" => value is "false",
        "PIP_TRUSTED_HOST" => value.Length > 0,
        _ => false,
    };
}
