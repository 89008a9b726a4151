using System.Collections.Frozen;

namespace ShiftLeft.Images;

/// <summary>
/// Places that hold the images of Docker Hub under other names: what is known of <c>python</c> holds for <c>mirror.gcr.io/library/python</c>
/// as well. Trust does not carry over: it is asked of the registry that answers.
/// </summary>
static class Mirrors
{
    /// <summary>The name, as people write it, of the image that this one is a copy of; its own when it is none.</summary>
    public static string OriginOf(ImageReference image)
    {
        var name = image.FamiliarName;
        foreach (var prefix in OfHub)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal)) return OfficialOf(WithoutLibrary(name[prefix.Length..]));
        }
        foreach (var prefix in OfOfficialImages)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal) && name.IndexOf('/', prefix.Length) < 0) return name[prefix.Length..];
        }
        if (name.IndexOf(GitLabProxy, StringComparison.Ordinal) is var proxy and > 0) return OfficialOf(WithoutLibrary(name[(proxy + GitLabProxy.Length)..]));
        if (image.Registry.EndsWith(".amazonaws.com", StringComparison.Ordinal) && image.Repository.StartsWith(PullThroughCache, StringComparison.Ordinal)) return OfficialOf(WithoutLibrary(image.Repository[PullThroughCache.Length..]));
        // Microsoft's images that are not released yet are those that will be.
        if (name.StartsWith("mcr.microsoft.com/dotnet/nightly/", StringComparison.Ordinal)) return name.Replace("/nightly/", "/", StringComparison.Ordinal);
        return image.Registry == "docker.io" ? OfficialOf(name) : name;
    }

    static string WithoutLibrary(string name) => name.StartsWith("library/", StringComparison.Ordinal) ? name["library/".Length..] : name;

    /// <summary>Docker builds the official images for each platform in a namespace of its own: <c>arm64v8/debian</c>.</summary>
    static string OfficialOf(string name) =>
        name.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 && Platforms.Contains(name[..slash]) ? name[(slash + 1)..] : name;

    static readonly string[] OfHub = ["mirror.gcr.io/", "registry-1.docker.io/", "registry.hub.docker.com/", "docker.m.daocloud.io/", "m.daocloud.io/docker.io/"];

    static readonly string[] OfOfficialImages = ["public.ecr.aws/docker/library/", "mcr.microsoft.com/mirror/docker/library/", "quay.io/official-images/"];

    /// <summary>GitLab's cache of Docker Hub: https://docs.gitlab.com/user/packages/dependency_proxy/.</summary>
    const string GitLabProxy = "/dependency_proxy/containers/";

    /// <summary>The folder that Amazon's registry proposes for its cache of Docker Hub.</summary>
    const string PullThroughCache = "docker-hub/";

    static readonly FrozenSet<string> Platforms = FrozenSet.ToFrozenSet(
        ["amd64", "arm32v5", "arm32v6", "arm32v7", "arm64v8", "i386", "mips64le", "ppc64le", "riscv64", "s390x", "winamd64"], StringComparer.Ordinal);
}
