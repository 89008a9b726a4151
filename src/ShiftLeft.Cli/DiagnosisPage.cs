using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ShiftLeft.Helm;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.Cli;

/// <summary>A diagnosis for people and for programs.</summary>
static class DiagnosisPage
{
    const int Column = 12;

    public static string RenderText(Diagnosis diagnosis, TextStyle style)
    {
        var ink = new Ink(style.Colour);
        foreach (var (name, words) in Rows(diagnosis)) ink.Write(name.PadRight(Column), Tone.Strong).Wrap(words, new(' ', Column), style.Width, Column);
        foreach (var trouble in diagnosis.Troubles.OrderByDescending(trouble => trouble.IsBroken))
        {
            ink.Line().Write(trouble.IsBroken ? "broken" : "advice", trouble.IsBroken ? Tone.Error : Tone.Info).Wrap($": {trouble.What}", "  ", style.Width, 6);
            if (trouble.Place is { } place) ink.Line($"  --> {place}", Tone.Quiet);
            ink.Write("  fix: ", Tone.Strong).Wrap(trouble.Advice, "  ", style.Width, 7);
        }
        var (broken, advice) = (diagnosis.Troubles.Count(trouble => trouble.IsBroken), diagnosis.Troubles.Count(trouble => !trouble.IsBroken));
        ink.Line().Line((broken, advice) switch
        {
            (0, 0) => "all is in order",
            (0, _) => $"nothing is broken; {Plural(advice, "piece", "pieces")} of advice",
            _ => $"{Plural(broken, "thing is", "things are")} broken{(advice > 0 ? $"; {Plural(advice, "piece", "pieces")} of advice" : "")}",
        });
        return ink.ToString();
    }

    static IEnumerable<(string Name, string Words)> Rows(Diagnosis diagnosis)
    {
        yield return ("version", Product.Version);
        yield return ("root", $"{diagnosis.Root}, because {diagnosis.WhyRoot}");
        yield return ("policy", diagnosis.Policy.Source is { } source ? $"{diagnosis.Shown(source.Path)}: {PolicyWords(diagnosis.Policy)}" : $"none up to the root, so the default holds: profile {ProfileName.Of(diagnosis.Policy.Profile)}");
        yield return ("baseline", diagnosis.Baseline is var (path, findings) ? $"{diagnosis.Shown(path)}: {Plural(findings, "finding counts", "findings count")} for nothing" : "none");
        yield return ("files", $"{Plural(diagnosis.Count("Dockerfile"), "Dockerfile", "Dockerfiles")}, {Plural(diagnosis.Count("manifest"), "manifest", "manifests")}, {Plural(diagnosis.Count("chart"), "chart", "charts")}");
        var name = "left out";
        foreach (var left in diagnosis.LeftOut)
        {
            yield return (name, left.Words + Paths(left, diagnosis));
            name = "";
        }
        if (diagnosis.Untracked is { } untracked)
        {
            yield return (name, $"{untracked.Words}, which git does not track{Paths(untracked, diagnosis)}");
            name = "";
        }
        if (name.Length > 0) yield return (name, "nothing");
        yield return ("helm", diagnosis.Helm is null ? $"in process, as Helm {HelmProfile.Default.Name}" : diagnosis.Helm.Path is null ? "the `helm` command, which is not there" : $"{diagnosis.Helm.Path} {diagnosis.Helm.Version}");
        yield return ("git", diagnosis.Tracked is { } tracked ? $"its index lists {Plural(tracked, "file", "files")}" : diagnosis.HasGit ? "its index cannot be read" : "none: `.gitignore` alone says what is left out");
        yield return ("terminal", string.Create(CultureInfo.InvariantCulture, $"{diagnosis.Terminal.Width} columns, {(diagnosis.Terminal.HasColour ? "colours" : "no colours")}, {(diagnosis.Terminal.ProgressWidth > 0 ? "a progress line" : "no progress line")}"));
    }

    static string PolicyWords(PolicyFile policy) =>
        $"profile {ProfileName.Of(policy.Profile)}, {Plural(policy.Levels.Count, "rule's level", "rules' levels")} set, {Plural(policy.Suppressions.Length, "suppression", "suppressions")}, {Plural(policy.Excluded.Length, "excluded pattern", "excluded patterns")}, {Plural(policy.Charts.Length, "chart", "charts")} with environments";

    static string Paths(LeftOut left, Diagnosis diagnosis) => $" ({string.Join(", ", left.Paths.Take(3).Select(diagnosis.Shown))}{(left.Count > 3 ? ", …" : "")})";

    static string Plural(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");

    public static string RenderJson(Diagnosis diagnosis)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) Write(json, diagnosis);
        return JsonText.WithoutLogCommands(Encoding.UTF8.GetString(bytes.WrittenSpan)) + "\n";
    }

    /// <summary>Paths are those of the tree, with slashes; only the root is a path of the disk.</summary>
    static void Write(Utf8JsonWriter json, Diagnosis diagnosis)
    {
        json.WriteStartObject();
        json.WriteNumber("version", JsonReport.Version);
        json.WriteString("tool", Product.Version);
        json.WriteBoolean("ok", !diagnosis.IsBroken);
        json.WriteString("root", diagnosis.Root);
        json.WriteStartObject("policy");
        json.WriteString("path", diagnosis.Policy.Source?.Path);
        json.WriteString("profile", ProfileName.Of(diagnosis.Policy.Profile));
        json.WriteNumber("levels", diagnosis.Policy.Levels.Count);
        json.WriteNumber("suppressions", diagnosis.Policy.Suppressions.Length);
        json.WriteNumber("excluded", diagnosis.Policy.Excluded.Length);
        json.WriteEndObject();
        json.WriteStartObject("baseline");
        json.WriteString("path", diagnosis.Baseline?.Path);
        json.WriteNumber("findings", diagnosis.Baseline?.Findings ?? 0);
        json.WriteEndObject();
        json.WriteStartObject("files");
        json.WriteNumber("dockerfiles", diagnosis.Count("Dockerfile"));
        json.WriteNumber("manifests", diagnosis.Count("manifest"));
        json.WriteNumber("charts", diagnosis.Count("chart"));
        json.WriteEndObject();
        json.WriteStartArray("leftOut");
        foreach (var left in diagnosis.LeftOut) Write(json, left, left.Key);
        if (diagnosis.Untracked is { } untracked) Write(json, untracked, "untracked");
        json.WriteEndArray();
        json.WriteStartObject("helm");
        json.WriteString("engine", diagnosis.Helm is null ? "builtin" : "cli");
        json.WriteString("program", diagnosis.Helm?.Path);
        json.WriteString("version", diagnosis.Helm is null ? HelmProfile.Default.Name : diagnosis.Helm.Version);
        json.WriteEndObject();
        json.WriteStartObject("git");
        json.WriteBoolean("present", diagnosis.HasGit);
        if (diagnosis.Tracked is { } tracked) json.WriteNumber("tracked", tracked);
        else json.WriteNull("tracked");
        json.WriteEndObject();
        json.WriteStartObject("terminal");
        json.WriteNumber("width", diagnosis.Terminal.Width);
        json.WriteBoolean("colours", diagnosis.Terminal.HasColour);
        json.WriteBoolean("progress", diagnosis.Terminal.ProgressWidth > 0);
        json.WriteEndObject();
        json.WriteStartArray("problems");
        foreach (var trouble in diagnosis.Troubles)
        {
            json.WriteStartObject();
            json.WriteBoolean("broken", trouble.IsBroken);
            json.WriteString("message", trouble.What);
            json.WriteString("place", trouble.Place);
            json.WriteString("advice", trouble.Advice);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, LeftOut left, string reason)
    {
        json.WriteStartObject();
        json.WriteString("reason", reason);
        json.WriteNumber("count", left.Count);
        json.WriteStartArray("paths");
        foreach (var path in left.Paths) json.WriteStringValue(path);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
