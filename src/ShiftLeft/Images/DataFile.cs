using System.Collections.Immutable;
using System.Globalization;

namespace ShiftLeft.Images;

/// <summary>
/// A table that is part of the program: lines of fields between tabs, <c>#</c> before what is for people. It is read when it is first asked for.
/// </summary>
static class DataFile
{
    public static IEnumerable<string> Lines(string name) => Text(name).Split('\n').Where(line => line.Length > 0 && line[0] != '#');

    public static string Text(string name)
    {
        using var stream = typeof(DataFile).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"the program was built without {name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    public static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static string Spell(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    public static ImmutableArray<string> Words(string field) => [.. field.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
