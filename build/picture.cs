// Draws docs/finding.svg from what the program says of samples/orders-api: dotnet run build/picture.cs [-- PROGRAM]
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;

const int LineHeight = 19, CharacterWidth = 8, Margin = 18;
// What is shown, in the order of the output; a line of dots stands for what is left out between.
string[] shown = ["error[SL1005]", "error[SL2101]", "practice ", "over: "];
var colours = new Dictionary<string, (string Fill, bool IsBold)>
{
    ["0"] = ("#adbac7", false), ["1"] = ("#f0f6fc", true), ["34"] = ("#768390", false),
    ["1;31"] = ("#ff7b72", true), ["1;33"] = ("#e3b341", true), ["1;36"] = ("#79c0ff", true),
};

var root = Path.GetFullPath(Path.Combine(Folder(), ".."));
string[] command = args is [var program] ? [Path.GetFullPath(program)] : ["dotnet", "run", "--project", "src/ShiftLeft.Cli", "--"];
var start = new ProcessStartInfo(command[0], [.. command[1..], "scan", "samples/orders-api"]) { WorkingDirectory = root, RedirectStandardOutput = true };
start.Environment["FORCE_COLOR"] = "1";
using var process = Process.Start(start)!;
var output = process.StandardOutput.ReadToEnd();
process.WaitForExit();

var lines = new List<string> { "\e[34m$\e[0m shiftleft scan samples/orders-api" };
var isGap = false;
foreach (var paragraph in output.TrimEnd('\n').Split("\n\n"))
{
    var plain = Ansi().Replace(paragraph, "");
    if (!shown.Any(beginning => plain.Split('\n').Any(line => line.StartsWith(beginning, StringComparison.Ordinal))))
    {
        isGap = true;
        continue;
    }
    lines.Add("");
    if (isGap) lines.AddRange(["\e[34m…\e[0m", ""]);
    lines.AddRange(paragraph.Split('\n'));
    isGap = false;
}
foreach (var beginning in shown)
{
    if (lines.Exists(line => Ansi().Replace(line, "").StartsWith(beginning, StringComparison.Ordinal))) continue;
    Console.Error.WriteLine($"the program says nothing that begins with '{beginning}'");
    return 1;
}

var width = (lines.Max(line => Ansi().Replace(line, "").Length) * CharacterWidth) + (2 * Margin);
var height = ((lines.Count + 1) * LineHeight) + Margin;
var svg = new StringBuilder();
svg.Append($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="Two findings of shiftleft in a terminal, with excerpts, reasons and fixes, and the summary by practice">""").Append('\n');
svg.Append($"""<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>""").Append('\n');
svg.Append("""<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="13" xml:space="preserve">""").Append('\n');
for (var i = 0; i < lines.Count; i++) svg.Append($"""<text x="{Margin}" y="{((i + 1) * LineHeight) + 11}">{Spans(lines[i])}</text>""").Append('\n');
svg.Append("</g>\n</svg>\n");
File.WriteAllText(Path.Combine(root, "docs", "finding.svg"), svg.ToString());
Console.WriteLine($"docs/finding.svg: {lines.Count} lines");
return 0;

string Spans(string line)
{
    var spans = new StringBuilder();
    var colour = colours["0"];
    foreach (var part in Parts().Matches(line).Select(match => match.Value))
    {
        if (part.StartsWith('\e')) colour = colours[part[2..^1]];
        else spans.Append($"""<tspan fill="{colour.Fill}"{(colour.IsBold ? " font-weight=\"bold\"" : "")}>{SecurityElement.Escape(part)}</tspan>""");
    }
    return spans.ToString();
}

static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

partial class Program
{
    [GeneratedRegex(@"\e\[[\d;]*m")]
    private static partial Regex Ansi();

    [GeneratedRegex(@"\e\[[\d;]*m|[^\e]+")]
    private static partial Regex Parts();
}
