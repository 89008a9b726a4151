using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ShiftLeft.Actions;

/// <summary>Whom a file belongs to. .NET does not tell, and no program is started for it: the image has none.</summary>
static partial class Ownership
{
    /// <summary>Gives the paths to the owner of another one; links among them are given themselves. Only root can, and only root has to.</summary>
    public static void Copy(string from, IEnumerable<string> to)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || Owner(from) is not { } owner) return;
        foreach (var path in to) _ = ChangeOwner(path, owner.User, owner.Group);
    }

    /// <summary>From <c>struct statx</c> of linux/stat.h, which is laid out alike on every processor: 256 bytes, the ids at 20 and 24.</summary>
    [SupportedOSPlatform("linux")]
    static (uint User, uint Group)? Owner(string path)
    {
        const int CurrentFolder = -100;
        const uint Ids = 0x8 | 0x10;
        var status = new byte[256];
        return Status(CurrentFolder, path, 0, Ids, status) == 0 ? (BitConverter.ToUInt32(status, 20), BitConverter.ToUInt32(status, 24)) : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SupportedOSPlatform("linux")]
    private static partial int Status(int folder, string path, int flags, uint mask, [Out] byte[] status);

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SupportedOSPlatform("linux")]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
