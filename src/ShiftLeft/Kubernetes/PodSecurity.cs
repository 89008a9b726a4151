using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>
/// The Pod Security Standards as the admission plugin of Kubernetes checks them (<c>pod-security-admission/policy</c>), from 1.0 on. Each check
/// gives the nodes that break it, or the block where a field is missing.
/// </summary>
static class PodSecurity
{
    public static ImmutableArray<PodSecurityCheck> Checks { get; } =
    [
        new("windowsHostProcess", PodSecurityLevel.Baseline, 0, HostProcess),
        new("hostNamespaces", PodSecurityLevel.Baseline, 0, HostNamespaces),
        new("privileged", PodSecurityLevel.Baseline, 0, Privileged),
        new("capabilities_baseline", PodSecurityLevel.Baseline, 0, CapabilitiesBaseline),
        new("hostPathVolumes", PodSecurityLevel.Baseline, 0, HostPathVolumes),
        new("hostPorts", PodSecurityLevel.Baseline, 0, HostPorts),
        new("appArmorProfile", PodSecurityLevel.Baseline, 0, AppArmor),
        new("seLinuxOptions", PodSecurityLevel.Baseline, 0, SeLinux),
        new("procMount", PodSecurityLevel.Baseline, 0, (workload, minor) => minor >= 35 && workload.HasUserNamespace ? [] : ProcMount(workload, minor)),
        new("seccompProfile_baseline", PodSecurityLevel.Baseline, 0, SeccompBaseline),
        new("sysctls", PodSecurityLevel.Baseline, 0, Sysctls),
        new("hostProbesAndHostLifecycle", PodSecurityLevel.Baseline, 34, HostProbes),
        new("procMount_restricted", PodSecurityLevel.Restricted, 35, ProcMount),
        new("restrictedVolumes", PodSecurityLevel.Restricted, 0, RestrictedVolumes),
        new("allowPrivilegeEscalation", PodSecurityLevel.Restricted, 8, AllowPrivilegeEscalation),
        new("runAsNonRoot", PodSecurityLevel.Restricted, 0, RunAsNonRoot),
        new("runAsUser", PodSecurityLevel.Restricted, 23, RunAsUser),
        new("seccompProfile_restricted", PodSecurityLevel.Restricted, 19, SeccompRestricted),
        new("capabilities_restricted", PodSecurityLevel.Restricted, 22, CapabilitiesRestricted),
    ];

    static IEnumerable<PodSecurityViolation> HostProcess(Workload workload, int minor)
    {
        foreach (var (context, container) in Contexts(workload))
        {
            if (context?.At("windowsOptions", "hostProcess") is { IsTrue: true } node) yield return Bad(node, container);
        }
    }

    static IEnumerable<PodSecurityViolation> HostNamespaces(Workload workload, int minor)
    {
        foreach (var field in (string[])["hostNetwork", "hostPID", "hostIPC"])
        {
            if (workload.PodSpec[field] is { IsTrue: true } node) yield return Bad(node, null);
        }
    }

    static IEnumerable<PodSecurityViolation> Privileged(Workload workload, int minor) =>
        from container in workload.Containers
        where container.Own("privileged")?.IsTrue == true
        select Bad(container.Own("privileged")!, container);

    public static FrozenSet<string> BaselineCapabilities { get; } = FrozenSet.ToFrozenSet(
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    ], StringComparer.Ordinal);

    static IEnumerable<PodSecurityViolation> CapabilitiesBaseline(Workload workload, int minor) =>
        from container in workload.Containers
        from capability in container.Capabilities("add")?.Items ?? []
        where capability.Text is { } name && !BaselineCapabilities.Contains(name)
        select Bad(capability, container);

    static IEnumerable<PodSecurityViolation> CapabilitiesRestricted(Workload workload, int minor)
    {
        if (minor >= 25 && workload.IsWindows) yield break;
        foreach (var container in workload.Containers)
        {
            if (!(container.Capabilities("drop")?.Items ?? []).Any(dropped => dropped.Text == "ALL"))
                yield return Missing(container.Capabilities("drop") ?? Enclosing(container, "capabilities"), "securityContext.capabilities.drop", container);
            foreach (var added in container.Capabilities("add")?.Items ?? [])
            {
                if (added.Text != "NET_BIND_SERVICE") yield return Bad(added, container);
            }
        }
    }

    static IEnumerable<PodSecurityViolation> HostPathVolumes(Workload workload, int minor) =>
        from volume in workload.Volumes
        where volume["hostPath"] is not null
        select Bad(volume["hostPath"]!["path"] ?? volume["name"] ?? volume, null);

    static IEnumerable<PodSecurityViolation> HostPorts(Workload workload, int minor) =>
        from container in workload.Containers
        from port in container.Ports
        where port["hostPort"]?.AsInteger is not (null or 0)
        select Bad(port["hostPort"]!, container);

    static IEnumerable<PodSecurityViolation> AppArmor(Workload workload, int minor)
    {
        foreach (var (context, container) in Contexts(workload))
        {
            if (context?["appArmorProfile"] is YamlMapping profile && profile["type"]?.Text is not ("RuntimeDefault" or "Localhost"))
                yield return Bad(profile["type"] ?? profile, container);
        }
        foreach (var annotation in workload.PodMetadata?["annotations"]?.Entries ?? [])
        {
            if (annotation.Key.Value.StartsWith("container.apparmor.security.beta.kubernetes.io/", StringComparison.Ordinal) &&
                annotation.Value.Text is { Length: > 0 } value && value != "runtime/default" && !value.StartsWith("localhost/", StringComparison.Ordinal))
            {
                yield return Bad(annotation.Value, null);
            }
        }
    }

    static IEnumerable<PodSecurityViolation> SeLinux(Workload workload, int minor)
    {
        foreach (var (context, container) in Contexts(workload))
        {
            if (context?["seLinuxOptions"] is not YamlMapping options) continue;
            if (options["type"] is { Text: { Length: > 0 } type } node && type is not ("container_t" or "container_init_t" or "container_kvm_t") && !(type == "container_engine_t" && minor >= 31))
                yield return Bad(node, container);
            foreach (var field in (string[])["user", "role"])
            {
                if (options[field] is { Text.Length: > 0 } value) yield return Bad(value, container);
            }
        }
    }

    static IEnumerable<PodSecurityViolation> ProcMount(Workload workload, int minor) =>
        from container in workload.Containers
        where container.Own("procMount")?.Text is not (null or "Default")
        select Bad(container.Own("procMount")!, container);

    static IEnumerable<PodSecurityViolation> SeccompBaseline(Workload workload, int minor)
    {
        if (minor >= 19)
        {
            foreach (var (context, container) in Contexts(workload))
            {
                if (context?["seccompProfile"] is YamlMapping profile && !IsProfile(profile)) yield return Bad(profile["type"] ?? profile, container);
            }
            yield break;
        }
        foreach (var annotation in workload.PodMetadata?["annotations"]?.Entries ?? [])
        {
            var key = annotation.Key.Value;
            if ((key == "seccomp.security.alpha.kubernetes.io/pod" || workload.Containers.Any(container => key == $"container.seccomp.security.alpha.kubernetes.io/{container.Name}")) &&
                annotation.Value.Text is { } value && value is not ("runtime/default" or "docker/default") && !value.StartsWith("localhost/", StringComparison.Ordinal))
            {
                yield return Bad(annotation.Value, null);
            }
        }
    }

    static IEnumerable<PodSecurityViolation> SeccompRestricted(Workload workload, int minor)
    {
        if (minor >= 25 && workload.IsWindows) yield break;
        var pod = Present(workload.SecurityContext?["seccompProfile"]);
        if (pod is not null && !IsProfile(pod)) yield return Bad(pod["type"] ?? pod, null);
        foreach (var container in workload.Containers)
        {
            var own = Present(container.SecurityContext?["seccompProfile"]);
            if (own is not null && !IsProfile(own)) yield return Bad(own["type"] ?? own, container);
            else if (own is null && pod is null) yield return Missing(Enclosing(container), "securityContext.seccompProfile", container);
        }
    }

    static IEnumerable<PodSecurityViolation> Sysctls(Workload workload, int minor) =>
        from sysctl in workload.SecurityContext?["sysctls"]?.Items ?? []
        where sysctl["name"]?.Text is { } name && !(SafeSysctls.TryGetValue(name, out var since) && minor >= since)
        select Bad(sysctl["name"]!, null);

    /// <summary>Sysctls that are isolated by pod, with the minor version that allowed them.</summary>
    static readonly FrozenDictionary<string, int> SafeSysctls = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["kernel.shm_rmid_forced"] = 0,
        ["net.ipv4.ip_local_port_range"] = 0,
        ["net.ipv4.tcp_syncookies"] = 0,
        ["net.ipv4.ping_group_range"] = 0,
        ["net.ipv4.ip_unprivileged_port_start"] = 0,
        ["net.ipv4.ip_local_reserved_ports"] = 27,
        ["net.ipv4.tcp_keepalive_time"] = 29,
        ["net.ipv4.tcp_fin_timeout"] = 29,
        ["net.ipv4.tcp_keepalive_intvl"] = 29,
        ["net.ipv4.tcp_keepalive_probes"] = 29,
        ["net.ipv4.tcp_rmem"] = 32,
        ["net.ipv4.tcp_wmem"] = 32,
        ["net.ipv4.tcp_slow_start_after_idle"] = 37,
        ["net.ipv4.tcp_notsent_lowat"] = 37,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static IEnumerable<PodSecurityViolation> HostProbes(Workload workload, int minor) =>
        from container in workload.Containers
        from handler in ((YamlNode?[])
            [
                container.Node["livenessProbe"], container.Node["readinessProbe"], container.Node["startupProbe"],
                container.Node.At("lifecycle", "postStart"), container.Node.At("lifecycle", "preStop"),
            ])
        from action in (string[])["httpGet", "tcpSocket"]
        where handler?[action]?["host"]?.Text is { Length: > 0 }
        select Bad(handler[action]!["host"]!, container);

    static IEnumerable<PodSecurityViolation> RestrictedVolumes(Workload workload, int minor) =>
        from volume in workload.Volumes
        let source = volume.Entries.FirstOrDefault(entry => entry.Key.Value != "name" && !entry.Value.IsNull)
        where source is not null && source.Key.Value is not ("configMap" or "csi" or "downwardAPI" or "emptyDir" or "ephemeral" or "image" or "persistentVolumeClaim" or "projected" or "secret")
        select Bad(source.Key, null);

    static IEnumerable<PodSecurityViolation> AllowPrivilegeEscalation(Workload workload, int minor)
    {
        if (minor >= 25 && workload.IsWindows) yield break;
        foreach (var container in workload.Containers)
        {
            var value = container.Own("allowPrivilegeEscalation");
            if (value is null) yield return Missing(Enclosing(container), "securityContext.allowPrivilegeEscalation", container);
            else if (!value.IsFalse) yield return Bad(value, container);
        }
    }

    static IEnumerable<PodSecurityViolation> RunAsNonRoot(Workload workload, int minor)
    {
        if (minor >= 35 && workload.HasUserNamespace) yield break;
        var pod = Present(workload.SecurityContext?["runAsNonRoot"]);
        if (pod is { IsFalse: true }) yield return Bad(pod, null);
        foreach (var container in workload.Containers)
        {
            var own = container.Own("runAsNonRoot");
            if (own is { IsFalse: true }) yield return Bad(own, container);
            else if (own is null && pod is null) yield return Missing(Enclosing(container), "securityContext.runAsNonRoot", container);
        }
    }

    static IEnumerable<PodSecurityViolation> RunAsUser(Workload workload, int minor)
    {
        if (minor >= 35 && workload.HasUserNamespace) yield break;
        foreach (var (context, container) in Contexts(workload))
        {
            if (context?["runAsUser"] is { AsInteger: 0 } user) yield return Bad(user, container);
        }
    }

    /// <summary>The pod's security context, then the containers' own.</summary>
    static IEnumerable<(YamlNode? Context, Container? Container)> Contexts(Workload workload) =>
        [(workload.SecurityContext, null), .. workload.Containers.Select(container => (container.SecurityContext, (Container?)container))];

    static bool IsProfile(YamlNode profile) => profile["type"]?.Text is "RuntimeDefault" or "Localhost";

    static YamlNode? Present(YamlNode? node) => node is null or { IsNull: true } ? null : node;

    /// <summary>What stands for the innermost block that is there: the key of the security context or of a part of it, else the container.</summary>
    static YamlNode Enclosing(Container container, string? part = null)
    {
        if (container.SecurityContext is not YamlMapping context || container.Node.Entry("securityContext") is not { } entry) return container.Anchor;
        return part is not null && context.Entry(part) is { Value: YamlMapping } inner ? inner.Key : entry.Key;
    }

    static PodSecurityViolation Bad(YamlNode node, Container? container) => new(node, null, container);

    static PodSecurityViolation Missing(YamlNode anchor, string key, Container container) => new(anchor, key, container);
}

enum PodSecurityLevel { Baseline, Restricted }

/// <param name="Id">As the admission plugin names it.</param>
/// <param name="Level">The lowest level that holds it.</param>
/// <param name="SinceMinor">The 1.x version that brought it.</param>
/// <param name="Find">The violations of a workload for a target minor version.</param>
sealed record PodSecurityCheck(string Id, PodSecurityLevel Level, int SinceMinor, Func<Workload, int, IEnumerable<PodSecurityViolation>> Find)
{
    public IEnumerable<PodSecurityViolation> Check(Workload workload, int minor) => minor >= SinceMinor ? Find(workload, minor) : [];
}

/// <param name="Node">The offending value, or what stands for the block where a field is missing.</param>
/// <param name="MissingKey">The missing field of the container, as a path; null when the node itself is wrong.</param>
/// <param name="Container">The container it belongs to; null for the pod.</param>
readonly record struct PodSecurityViolation(YamlNode Node, string? MissingKey, Container? Container);
