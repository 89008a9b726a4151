using System.Collections.Frozen;
using ShiftLeft.Docker.Shell;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>Commands that fetch something from the network, and where to.</summary>
static class Downloads
{
    public static bool Is(ShellCommand command) =>
        command.Name is "curl" or "wget" ? Read(command) is var line && (!line.Operands.IsEmpty || line["--url"] is not null) : command.Name is "aria2c" && Address(command) is not null;

    /// <summary>The word that holds the address.</summary>
    public static ShellWord? Address(ShellCommand command)
    {
        var line = Read(command);
        return line["--url"]?.Word ?? line.Operands.FirstOrDefault(word => word.Skeleton.Contains("://", StringComparison.Ordinal));
    }

    /// <summary>The file that a download is written to, with U+FFFC for what is not known of it; null for standard output, or when nothing is known.</summary>
    public static string? Target(ShellCommand command)
    {
        var line = Read(command);
        var option = command.Name switch
        {
            "curl" => line["-o", "--output"],
            "wget" => line["-O", "--output-document"],
            _ => line["-o", "--out"],
        };
        if (option?.Value is { } file) return file is "-" or "/dev/stdout" ? Redirected(command) : Known(file);
        var namesItself = command.Name != "curl" || line["-O", "--remote-name", "--remote-name-all", "-J"] is not null;
        return namesItself ? Address(command)?.Skeleton is { } address ? Known(address[(address.LastIndexOf('/') + 1)..].Split('?', '#')[0]) : null : Redirected(command);
    }

    static string? Redirected(ShellCommand command) => command.Redirections.FirstOrDefault(redirection => redirection is { Operator: ">" or ">>" or ">|", Descriptor: 1 })?.Target.Skeleton is { } file ? Known(file) : null;

    /// <summary>A name of which too little is known could be any file.</summary>
    static string? Known(string file) => file[(file.LastIndexOf('/') + 1)..] is var name && name.Contains(ShellWord.Unknown, StringComparison.Ordinal) && name.Count(char.IsAsciiLetterOrDigit) < 3 ? null : file;

    static CommandLine Read(ShellCommand command) => command.Name switch
    {
        "curl" => CommandLine.Read(command.Arguments, "AbcCdDeEFHKmoPQrtTuUwxXyYz", CurlValues),
        "wget" => CommandLine.Read(command.Arguments, "oaeBtOTwQPUlADRIXi", WgetValues),
        _ => CommandLine.Read(command.Arguments, "dosxkjiUlM", FrozenSet<string>.Empty),
    };

    static readonly FrozenSet<string> CurlValues = FrozenSet.ToFrozenSet(
    [
        "--output", "--output-dir", "--header", "--user", "--data", "--data-raw", "--data-binary", "--data-urlencode", "--json", "--request", "--max-time", "--connect-timeout", "--retry",
        "--retry-delay", "--retry-max-time", "--max-redirs", "--cacert", "--capath", "--cert", "--key", "--proxy", "--proxy-user", "--user-agent", "--referer", "--cookie", "--cookie-jar",
        "--write-out", "--range", "--form", "--url", "--upload-file", "--resolve", "--proto", "--proto-redir", "--proto-default", "--tls-max", "--ciphers", "--config", "--dump-header",
        "--limit-rate", "--interface", "--pinnedpubkey", "--netrc-file", "--oauth2-bearer", "--noproxy", "--socks5", "--unix-socket", "--speed-time", "--speed-limit", "--continue-at",
    ], StringComparer.Ordinal);

    static readonly FrozenSet<string> WgetValues = FrozenSet.ToFrozenSet(
    [
        "--output-document", "--output-file", "--append-output", "--tries", "--timeout", "--waitretry", "--wait", "--header", "--user", "--password", "--user-agent", "--directory-prefix",
        "--input-file", "--ca-certificate", "--ca-directory", "--certificate", "--private-key", "--post-data", "--quota", "--level", "--referer", "--method", "--body-data", "--limit-rate",
        "--execute", "--base", "--dns-timeout", "--connect-timeout", "--read-timeout", "--load-cookies", "--retry-on-http-error", "--progress", "--secure-protocol",
    ], StringComparer.Ordinal);
}
