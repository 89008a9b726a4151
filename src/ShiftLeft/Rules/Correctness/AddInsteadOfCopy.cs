using ShiftLeft.Docker;
using System.Collections.Immutable;

namespace ShiftLeft.Rules.Correctness;

/// <summary>ADD where COPY does the same without surprises.</summary>
sealed class AddInsteadOfCopy : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8019", "add-instead-of-copy", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "ADD copies plain files",
        Why = "`ADD` unpacks archives and fetches addresses; for plain files it does what `COPY` does, and a file renamed to `.tar` is suddenly unpacked.",
        Fix = "Write `COPY`.",
        References = ["https://docs.docker.com/build/building/best-practices/#add-or-copy"],
        Equivalents = ["DL3020", "DS-0005", "CKV_DOCKER_4", "kics/add_instead_of_copy", "sonar/S7029", "semgrep/prefer-copy-over-add", "CIS-DI-0009"],
        Bad =
        [
            """
            FROM gcr.io/distroless/nodejs24-debian12:nonroot
            WORKDIR /srv/web
            [|ADD|] dist/ ./
            CMD ["server.js"]

            """,
        ],
        Good =
        [
            """
            FROM gcr.io/distroless/nodejs24-debian12:nonroot
            WORKDIR /srv/web
            COPY dist/ ./
            CMD ["server.js"]

            """,
            """
            # What COPY cannot do: unpack an archive, and fetch a file whose checksum is known.
            FROM debian:12-slim
            ADD orders.tar.gz /opt/orders/
            ADD --chmod=0755 --checksum=sha256:93dcc18adc78c65a028a84799ecf8ad40c936fdfc5f2a57b1acda5a8117fa82c https://github.com/krallin/tini/releases/download/v0.19.0/tini-amd64 /usr/local/bin/tini

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        from add in stage.Copies
        where add.IsAdd && add.Syntax.Words.Length > 1 && add.Flag("unpack") is null && add.Flag("checksum") is null && add.Flag("keep-git-dir") is null
        where add.Sources.All(source => IsPlain(add.Expand(source).Text))
        select this.At(stage, add.Keyword, "`ADD` is used where `COPY` does the same", DockerFindings.Replace("Write `COPY`", add.Keyword, "COPY"));

    static bool IsPlain(string? source) =>
        source is not null && !source.Contains("://", StringComparison.Ordinal) && !source.StartsWith("git@", StringComparison.Ordinal) && !Archives.Any(ending => source.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && HasEnding(source);

    /// <summary>A pattern may match an archive unless its end says what it matches.</summary>
    static bool HasEnding(string source)
    {
        var wildcard = source.AsSpan().LastIndexOfAny('*', '?', ']');
        return wildcard < 0 || source.AsSpan(wildcard + 1).Contains('.') || source.AsSpan(wildcard + 1).Contains('/');
    }

    static readonly ImmutableArray<string> Archives =
        [".tar", ".Z", ".bz2", ".gz", ".lz", ".lzma", ".tz", ".tb2", ".tbz", ".tbz2", ".tgz", ".tlz", ".tpz", ".txz", ".xz", ".zst"];
}
