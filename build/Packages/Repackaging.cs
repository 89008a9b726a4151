namespace ShiftLeft.Packages;

/// <summary>
/// One build of the program for each system, and that one in every registry: `dotnet pack` makes the tool's package, and a wheel and an npm
/// package are made from what lies in it. The same package gives the same bytes.
/// </summary>
static class Repackaging
{
    /// <returns>The files written.</returns>
    public static IEnumerable<string> Of(string folder)
    {
        var packages = Directory.EnumerateFiles(folder, "ShiftLeft.Cli.*.nupkg").Order(StringComparer.Ordinal).Select(ToolPackage.Read).OfType<ToolPackage>().ToList();
        if (packages.Count == 0) throw new PackageException($"there is no ShiftLeft.Cli.<system>.<version>.nupkg in {folder}; make one with `dotnet pack src/ShiftLeft.Cli -c Release -r <system> -o {folder}`");
        if (packages.Select(package => package.Version).Distinct().Count() > 1) throw new PackageException($"there are packages of several versions in {folder}: {string.Join(", ", packages.Select(package => $"{package.Platform.Rid} {package.Version}"))}");

        foreach (var package in packages)
        {
            yield return Write(Wheel.NameOf(package), Wheel.Of(package));
            yield return Write(NpmPackage.NameOf(package), NpmPackage.Of(package));
        }
        yield return Write(NpmPackage.LauncherNameOf(packages[0]), NpmPackage.LauncherOf(packages[0]));

        string Write(string name, byte[] bytes)
        {
            var file = Path.Combine(folder, name);
            File.WriteAllBytes(file, bytes);
            return file;
        }
    }
}
