using System.Collections.Immutable;

namespace ShiftLeft.Images;

/// <summary>
/// What is known, without a network, of the images that most others are built on: the user they run as, whether they hold a shell, what they put
/// into the environment. What is not known is said to be unknown.
/// </summary>
static class BaseImages
{
    public static BaseImage Of(ImageReference image)
    {
        var name = image.KnownName;
        var tag = image.Tag ?? "";
        if (name.StartsWith("gcr.io/distroless/", StringComparison.Ordinal))
            return new(Has(tag, "nonroot") ? new(ImageUserKind.NonRoot, "65532") : ImageUser.Root, HasShell: Has(tag, "debug"));
        if (name.StartsWith("cgr.dev/chainguard/", StringComparison.Ordinal) || image.Registry == "dhi.io")
            return new(name.EndsWith("-base", StringComparison.Ordinal) || name.EndsWith("/bash", StringComparison.Ordinal) ? ImageUser.Unknown : new(ImageUserKind.NonRoot, "65532"), HasShell: Has(tag, "dev") ? true : null);
        if (KnownImages.Of(name, tag) is { } known && (!IsWindows(image) || IsOfWindowsAlone(name))) return name.StartsWith("mcr.microsoft.com/dotnet/", StringComparison.Ordinal) && !IsWindows(image) ? DotNet(known, name, tag) : Of(known);
        if (IsWindows(image)) return Windows(name, tag);
        if (name.StartsWith("bitnami/", StringComparison.Ordinal) || name.StartsWith("bitnamilegacy/", StringComparison.Ordinal) || name.StartsWith("bitnamisecure/", StringComparison.Ordinal) || name.StartsWith("public.ecr.aws/bitnami/", StringComparison.Ordinal))
            return new(new(ImageUserKind.NonRoot, "1001"), HasShell: true);
        if (image.Repository.Contains("ubi", StringComparison.Ordinal) && (image.Registry.EndsWith("redhat.com", StringComparison.Ordinal) || image.Registry == "registry.redhat.io") || name.StartsWith("redhat/ubi", StringComparison.Ordinal))
            return new(IsPlainUbi(name) ? ImageUser.Root : ImageUser.Unknown, HasShell: !image.Repository.EndsWith("-micro", StringComparison.Ordinal));
        return BaseImage.Unknown;
    }

    static BaseImage Of(KnownImage known) => new(known.User, known.HasShell)
    {
        Environment = known.Environment,
        HasWholeEnvironment = known.HasWholeEnvironment,
        WorkingDirectory = known.WorkingDirectory,
    };

    /// <summary>Red Hat's images of the distribution alone run as root, those of languages built on them as 1001.</summary>
    static bool IsPlainUbi(string name) => name[(name.LastIndexOf('/') + 1)..] is var last && last.StartsWith("ubi", StringComparison.Ordinal);

    public static bool IsWindows(ImageReference image) =>
        IsOfWindowsAlone(image.KnownName) ||
        image.Registry == "docker.io" && image.Repository.StartsWith("winamd64/", StringComparison.Ordinal) ||
        image.Tag is { } tag && (Has(tag, "nanoserver") || Has(tag, "windowsservercore"));

    static bool IsOfWindowsAlone(string name) => name.StartsWith("mcr.microsoft.com/windows", StringComparison.Ordinal) || name.StartsWith("mcr.microsoft.com/dotnet/framework", StringComparison.Ordinal);

    /// <summary>
    /// Windows images know neither uid nor root: Nano Server starts as <c>ContainerUser</c>, Server Core and Windows as <c>ContainerAdministrator</c>:
    /// https://learn.microsoft.com/virtualization/windowscontainers/manage-containers/container-security.
    /// </summary>
    static BaseImage Windows(string name, string tag) =>
        new(Has(name, "nanoserver") || Has(tag, "nanoserver") ? new(ImageUserKind.NonRoot, "ContainerUser") : new(ImageUserKind.Root, ImageUser.WindowsAdministrator), HasShell: false);

    /// <summary>
    /// Microsoft's .NET images: from 8.0 they define APP_UID=1654 and the user <c>app</c>; the chiseled and distroless variants run as it,
    /// the others as root until a <c>USER</c>.
    /// </summary>
    static BaseImage DotNet(KnownImage known, string name, string tag)
    {
        var isSlim = Has(tag, "chiseled") || Has(tag, "distroless");
        var isModern = !name.Contains("/core/", StringComparison.Ordinal) && !IsBefore8(tag);
        var user = !isSlim ? known.User : isModern ? new(ImageUserKind.NonRoot, known.Environment["APP_UID"]) : new(ImageUserKind.NonRoot, "app");
        return Of(known) with { User = user, HasShell = !isSlim, Environment = isModern ? known.Environment : known.Environment.Remove("APP_UID").Remove("ASPNETCORE_HTTP_PORTS") };
    }

    static bool IsBefore8(string tag) => tag.Length > 1 && char.IsAsciiDigit(tag[0]) && tag[1] == '.' && tag[0] < '8';

    static bool Has(string text, string part) => text.Contains(part, StringComparison.Ordinal);
}

/// <param name="User">The user that a container runs as when nobody says otherwise.</param>
/// <param name="HasShell">Whether <c>/bin/sh</c> is there; null when it is not known.</param>
sealed record BaseImage(ImageUser User, bool? HasShell)
{
    public static BaseImage Unknown { get; } = new(ImageUser.Unknown, null);
    /// <summary>An image of nothing: root, and no shell.</summary>
    public static BaseImage Scratch { get; } = new(ImageUser.Root, false) { HasWholeEnvironment = true, WorkingDirectory = "/" };
    /// <summary>An image that sets nothing but <c>PATH</c>.</summary>
    public static BaseImage PathOnly { get; } = new(ImageUser.Root, true) { HasWholeEnvironment = true, WorkingDirectory = "/" };

    /// <summary>Variables that the image defines, with their values where those are known.</summary>
    public ImmutableDictionary<string, string?> Environment { get; init; } = ImmutableDictionary<string, string?>.Empty;
    /// <summary>Whether it sets no variable besides these and <c>PATH</c>.</summary>
    public bool HasWholeEnvironment { get; init; }
    /// <summary>Null when it is not known.</summary>
    public string? WorkingDirectory { get; init; }
    public bool IsKnown => this != Unknown;
}

enum ImageUserKind { Unknown, Root, NonRoot }

/// <param name="Kind">What is known.</param>
/// <param name="Name">As the image configures it: a number or a name.</param>
readonly record struct ImageUser(ImageUserKind Kind, string? Name)
{
    public static ImageUser Unknown { get; } = new(ImageUserKind.Unknown, null);
    public static ImageUser Root { get; } = new(ImageUserKind.Root, "root");

    /// <summary>Whom Server Core starts as, and the one user of Windows that the kubelet takes for root.</summary>
    public const string WindowsAdministrator = "ContainerAdministrator";

    /// <summary>Whether a user of a <c>USER</c> instruction, without its group, may do anything in the container: root under any of its numbers, and Windows' administrators.</summary>
    public static bool IsAdministrator(string user) =>
        user is "root" || (user.Length > 0 && user.All(c => c == '0')) || IsWindowsAdministrator(user);

    /// <summary>Windows compares names without regard to case: https://learn.microsoft.com/windows/security/identity-protection/access-control/local-accounts.</summary>
    public static bool IsWindowsAdministrator(string user)
    {
        var name = user[(user.LastIndexOf('\\') + 1)..];
        var domain = user.Length > name.Length ? user[..(user.Length - name.Length - 1)] : "";
        if (name.Equals("SYSTEM", StringComparison.OrdinalIgnoreCase)) return domain.Length > 0 || name == "SYSTEM";
        return name.Equals(WindowsAdministrator, StringComparison.OrdinalIgnoreCase) || name.Equals("Administrator", StringComparison.OrdinalIgnoreCase);
    }
}
