using ShiftLeft.Docker;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>ADD of an address without --checksum.</summary>
sealed class RemoteAddWithoutChecksum : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL1008", "remote-add-without-checksum", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "ADD fetches an address without a checksum",
        Why = "The file behind the address can change, and the build would take the new one without a word.",
        Fix = "Give the checksum: `ADD --checksum=sha256:… https://… /dest`; for git, name a commit.",
        References = ["https://docs.docker.com/reference/dockerfile/#add---checksum"],
        Cwe = [494],
        SecuritySeverity = 5.5,
        Bad = ["FROM debian:12\nADD [|https://example.com/app.tar.gz|] /opt/\n"],
        Good = ["FROM debian:12\nADD --checksum=sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef https://example.com/app.tar.gz /opt/\n", "FROM debian:12\nADD app.tar.gz /opt/\n"],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        from add in stage.Copies
        where add.IsAdd && add.Flag("checksum") is null
        from source in add.Sources
        let address = add.Expand(source).Text ?? source.Text
        where (address.StartsWith("http://", StringComparison.Ordinal) || address.StartsWith("https://", StringComparison.Ordinal)) && !IsGit(address)
        select this.At(stage, source.Location, $"`{address}` is added without a checksum");

    /// <summary>A git address is pinned by a commit behind its hash sign, which another tool's updater can follow.</summary>
    static bool IsGit(string address) => address.Contains(".git", StringComparison.Ordinal);
}
