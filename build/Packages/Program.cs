using ShiftLeft.Packages;

// Makes Python wheels and npm packages from the tool's NuGet packages of a folder, and puts them beside them: ShiftLeft.Packages FOLDER
if (args is not [var folder])
{
    await Console.Error.WriteLineAsync("usage: ShiftLeft.Packages FOLDER");
    return 2;
}
try
{
    foreach (var file in Repackaging.Of(folder)) Console.WriteLine(file);
    return 0;
}
catch (PackageException problem)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return 1;
}
