using System.Collections.Frozen;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>
/// Whom a load balancer takes traffic from, as far as the Service says: providers have annotations for it, each with values of its own. Others have no
/// effect, whatever they are called.
/// </summary>
static class LoadBalancerReach
{
    public static bool IsInternal(KubernetesObject service)
    {
        var annotations = service.Annotations;
        if (annotations.Any(annotation => Internal.TryGetValue(annotation.Key, out var holds) && holds(annotation.Value))) return true;
        // The controller of AWS makes internal ones unless it is told otherwise; the cloud provider of old does not.
        var isOfController = service.Spec?["loadBalancerClass"]?.Text is "service.k8s.aws/nlb" or "eks.amazonaws.com/nlb" || annotations.GetValueOrDefault(Aws + "type") is "external" or "nlb-ip";
        return isOfController && annotations.GetValueOrDefault(Aws + "scheme") != "internet-facing" && annotations.GetValueOrDefault(Aws + "internal") != "false";
    }

    /// <summary>Whether only certain addresses get through.</summary>
    public static bool IsRestricted(KubernetesObject service)
    {
        if (service.Spec?["loadBalancerSourceRanges"] is { Items: { Length: > 0 } ranges }) return !ranges.Any(IsEverywhere);
        return service.Annotations.Any(annotation => annotation.Value.Length > 0 && Restricting.Contains(annotation.Key) && !annotation.Value.Split(',').Any(range => IsEverywhere(range.Trim())));
    }

    static bool IsEverywhere(YamlNode range) => IsEverywhere(range.Text?.Trim());

    static bool IsEverywhere(string? range) => range is "0.0.0.0/0" or "::/0";

    const string Aws = "service.beta.kubernetes.io/aws-load-balancer-";

    static readonly FrozenDictionary<string, Func<string, bool>> Internal = new Dictionary<string, Func<string, bool>>(StringComparer.Ordinal)
    {
        [Aws + "scheme"] = value => value == "internal",
        [Aws + "internal"] = value => value is not ("" or "false"),
        ["service.beta.kubernetes.io/azure-load-balancer-internal"] = IsTrue,
        ["networking.gke.io/load-balancer-type"] = value => value == "Internal",
        ["cloud.google.com/load-balancer-type"] = value => value is "Internal" or "internal",
        ["service.beta.kubernetes.io/openstack-internal-load-balancer"] = IsTrue,
        ["service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type"] = value => value == "private",
        ["service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type"] = value => value == "intranet",
        ["service.beta.kubernetes.io/alicloud-loadbalancer-address-type"] = value => value == "intranet",
        ["service.kubernetes.io/qcloud-loadbalancer-internal-subnetid"] = value => value.Length > 0,
        ["service.beta.kubernetes.io/oci-load-balancer-internal"] = IsTrue,
        ["oci-network-load-balancer.oraclecloud.com/internal"] = IsTrue,
        ["service.beta.kubernetes.io/do-loadbalancer-network"] = value => value.Equals("internal", StringComparison.OrdinalIgnoreCase),
        ["load-balancer.hetzner.cloud/disable-public-network"] = IsTrue,
        ["service.beta.kubernetes.io/scw-loadbalancer-private"] = IsTrue,
        ["service.beta.kubernetes.io/cce-load-balancer-internal-vpc"] = IsTrue,
        ["service.beta.kubernetes.io/osc-load-balancer-internal"] = IsTrue,
        ["yandex.cloud/load-balancer-type"] = value => value == "internal",
        ["lb.stackit.cloud/internal-lb"] = IsTrue,
        ["yawol.stackit.cloud/internalLB"] = IsTrue,
        ["kubernetes.io/elb.autocreate"] = value => value.Replace(" ", "", StringComparison.Ordinal).Contains("\"type\":\"inner\"", StringComparison.Ordinal),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static bool IsTrue(string value) => value.Equals("true", StringComparison.OrdinalIgnoreCase);

    static readonly FrozenSet<string> Restricting = FrozenSet.ToFrozenSet(
    [
        "service.beta.kubernetes.io/load-balancer-source-ranges", "service.beta.kubernetes.io/azure-allowed-ip-ranges", "service.beta.kubernetes.io/azure-allowed-service-tags",
        "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-acl-id", Aws + "security-groups", "service.beta.kubernetes.io/do-loadbalancer-allow-rules",
    ], StringComparer.Ordinal);
}
