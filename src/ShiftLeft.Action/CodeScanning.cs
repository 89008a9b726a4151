using System.IO.Compression;
using System.Text;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.Actions;

/// <summary>
/// Findings become code-scanning alerts. A clean report is uploaded as well, or alerts would never close. It holds what was known before the
/// change too: GitHub compares by itself, and would take what is left out for fixed.
/// </summary>
static class CodeScanning
{
    /// <summary>How long to wait before each look at whether GitHub has read the report.</summary>
    static readonly TimeSpan[] Looks = [.. new[] { 1, 2, 4, 8, 15, 30 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <returns>The commit and the ref that alerts belong to; null where the checkout is neither of those that the event is about.</returns>
    public static (string Sha, string Ref)? Target(Trigger trigger, PullRequest? pull, string? head)
    {
        if (pull is not null && head == pull.HeadSha) return (pull.HeadSha, $"refs/pull/{pull.Number}/head");
        if (trigger.Kind == TriggerKind.WorkflowRun || (head is not null && head != trigger.Sha)) return null;
        return Payloads.IsCommit(trigger.Sha) && (string[])["refs/heads/", "refs/tags/", "refs/pull/"] is var kinds && kinds.Any(kind => trigger.Ref.StartsWith(kind, StringComparison.Ordinal))
            ? (trigger.Sha, trigger.Ref) : null;
    }

    /// <returns>The upload's id; null where it was refused. And what the reader has to know, if anything.</returns>
    public static async Task<(string? Id, string? Problem)> Upload(GitHubApi api, Report report, string category, (string Sha, string Ref) target, Trigger trigger, Func<TimeSpan, Task> wait)
    {
        var sarif = SarifReport.Render(report, [.. Catalogue.Rules.Select(rule => rule.Info)], new() { Category = category, IsForCodeScanning = true });
        var (receipt, refusal) = await api.UploadSarif(target.Sha, target.Ref, Packed(sarif));
        if (refusal is not null) return (null, Explanation.OfUpload(refusal, trigger));
        if (receipt?.Id is not { Length: > 0 } id) return (null, "Code scanning took the report and gave it no id.");
        return (id, await WhatBecameOf(api, id, wait));
    }

    static string Packed(string text)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Optimal)) zip.Write(Encoding.UTF8.GetBytes(text));
        return Convert.ToBase64String(bytes.ToArray());
    }

    static async Task<string?> WhatBecameOf(GitHubApi api, string id, Func<TimeSpan, Task> wait)
    {
        foreach (var pause in Looks)
        {
            await wait(pause);
            var (progress, refusal) = await api.ProgressOf(id);
            // Right after the upload it may not be known yet; one who may write need not be one who may read.
            if (refusal is { Status: not 404 }) return null;
            if (progress?.ProcessingStatus == "complete") return null;
            if (progress?.ProcessingStatus == "failed") return $"Code scanning could not read the report: `{string.Join("; ", progress.Errors ?? []).Replace('`', '\'')}`.";
        }
        return "Code scanning has not read the report within a minute; alerts may show up later.";
    }
}
