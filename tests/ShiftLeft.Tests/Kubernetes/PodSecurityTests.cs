using ShiftLeft.Kubernetes;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Kubernetes;

/// <summary>Kubernetes' own fixtures for the Pod Security Standards, in all versions.</summary>
public sealed class PodSecurityTests
{
    [Fact]
    public void Every_outside_fixture_is_judged_as_Kubernetes_judges_it()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var item in SharedCases.Read("pss.jsonl"))
        {
            var level = item.GetProperty("level").GetString() == "baseline" ? PodSecurityLevel.Baseline : PodSecurityLevel.Restricted;
            var mustFail = item.GetProperty("verdict").GetString() == "fail";
            var check = item.GetProperty("check").GetString();
            var manifest = item.GetProperty("manifest").GetString()!;
            foreach (var version in item.GetProperty("versions").EnumerateArray().Select(version => version.ToString()))
            {
                count++;
                var minor = int.Parse(version[(version.IndexOf('.', StringComparison.Ordinal) + 1)..]);
                var set = new ManifestSet(ManifestFile.Read(new SourceText("pod.yaml", manifest)).Objects);
                var fired = PodSecurity.Checks.Where(c => c.Level <= level && !IsReplaced(c.Id, level, minor) && c.Check(set.Workloads[0], minor).Any()).Select(c => c.Id).ToArray();
                if (mustFail ? !fired.Contains(Canonical(check, level, minor), StringComparer.OrdinalIgnoreCase) && !(check is null && fired.Length > 0) : fired.Length > 0)
                    wrong.Add($"{level} {version} {check} {(mustFail ? "must fail" : "must pass")}: {string.Join(",", fired)}\n{manifest}");
            }
        }
        Assert.True(count > 4000, $"only {count} cases");
        Assert.Empty(wrong.Take(3));
    }

    /// <summary>At restricted some checks take the place of their baseline twins.</summary>
    static bool IsReplaced(string id, PodSecurityLevel level, int minor) => level == PodSecurityLevel.Restricted && id switch
    {
        "capabilities_baseline" => minor >= 22,
        "hostPathVolumes" => true,
        "seccompProfile_baseline" => minor >= 19,
        "procMount" => minor >= 35,
        _ => false,
    };

    static string? Canonical(string? check, PodSecurityLevel level, int minor) => level != PodSecurityLevel.Restricted ? check : check switch
    {
        "capabilities_baseline" when minor >= 22 => "capabilities_restricted",
        "hostpathvolumes" => "restrictedVolumes",
        "seccompprofile_baseline" when minor >= 19 => "seccompProfile_restricted",
        "procmount" when minor >= 35 => "procMount_restricted",
        _ => check,
    };
}
