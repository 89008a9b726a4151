using System.Text.Json;
using ShiftLeft.Rules;

namespace ShiftLeft.Tests.Rules;

/// <summary>
/// Checkov's own cases for each of its ids that a rule of ours claims to answer. Where we answer differently, the case is listed with the reason; a case
/// that is listed and agrees is a failure as well.
/// </summary>
public sealed class CheckovTests
{
    [Fact]
    public void Dockerfiles_are_judged_as_by_checkov_but_for_the_listed_ones() =>
        Compare(SharedCases.Read("checkov-dockerfile.jsonl"), "dockerfile", "Dockerfile", DifferentDockerfiles);

    [Fact]
    public void Manifests_are_judged_as_by_checkov_but_for_the_listed_ones() =>
        Compare(SharedCases.Read("checkov-kubernetes.jsonl"), "manifest", "manifest.yaml", DifferentManifests);

    /// <summary>Case → why we answer differently.</summary>
    static readonly Dictionary<string, string> DifferentDockerfiles = new()
    {
        ["CKV_DOCKER_4 failure"] = "`COPY` takes no address; what is asked of an address is its checksum",
        ["CKV_DOCKER_10 failure"] = "a path that goes on from an absolute one of the same file depends on nothing else",
        ["CKV_DOCKER_3 failure"] = "nothing is known of the image `base`, and what is unknown never fails",
    };

    static readonly Dictionary<string, string> DifferentManifests = new()
    {
        ["CKV_K8S_23 rootContainersFAILED-malformed-spec.yaml"] = "the spec is a list, so there is no pod to judge",
        ["CKV_K8S_23 rootContainersPASSED.yaml"] = "a pod that allows root is not restricted although its containers say otherwise; a user above 0 lowers the finding to a note",
        ["CKV_K8S_26 DS-node-exporter-FAILED.yaml"] = "in the node's network every port is one of the node, written or not; that is told of the network",
        ["CKV_K8S_27 cloudwatch-agent-1PASSED-1FAILED.yaml"] = "one of the file's objects does mount the socket, as its name says",
        ["CKV_K8S_27 scope-2PASSED-1FAILED.yaml"] = "one of the file's objects does mount the socket, as its name says",
        ["CKV_K8S_31 cronjob-seccomp-PASSED.yaml"] = AnnotationIsGone,
        ["CKV_K8S_31 pod-seccomp-PASSED.yaml"] = AnnotationIsGone,
        ["CKV_K8S_31 pod-seccomp-PASSED2.yaml"] = AnnotationIsGone,
        ["CKV_K8S_31 pod-seccomp-PASSED6.yaml"] = AnnotationIsGone,
        ["CKV_K8S_39 pod-FAILED2.yaml"] = "a pod without containers has none that is given a capability",
    };

    const string AnnotationIsGone = "the annotation has no effect since Kubernetes 1.27; only the field counts";

    static void Compare(IEnumerable<JsonElement> cases, string member, string path, Dictionary<string, string> reasons)
    {
        var differences = (from item in cases
                          let id = item.GetProperty("id").GetString()!
                          let rules = Catalogue.FindByPeer(id).Select(rule => rule.Info.Id).ToHashSet()
                          let verdict = item.GetProperty("verdict").GetString()
                          where rules.Count > 0 && verdict is not null
                          let found = Expect.Scan([KeyValuePair.Create(path, item.GetProperty(member).GetString()!)]).Findings.Where(finding => rules.Contains(finding.Rule.Id)).ToList()
                          where found.Count > 0 != (verdict == "fail")
                          select $"{id} {item.GetProperty("name").GetString()}: {(found.Count > 0 ? "found " + string.Join("; ", found.Select(finding => $"{finding.Rule.Id} {finding.Location.Start} {finding.Message}")) : "not found by " + string.Join(", ", rules))}").ToList();
        var unlisted = differences.Where(difference => !reasons.ContainsKey(difference.Split(':')[0])).ToList();
        Assert.True(unlisted.Count == 0, string.Join("\n", unlisted));
        Assert.Empty(reasons.Keys.Except(differences.Select(difference => difference.Split(':')[0])));
    }
}
