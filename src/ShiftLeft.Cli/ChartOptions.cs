using System.Collections.Immutable;
using System.CommandLine;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Values;
using ShiftLeft.Hosting;

namespace ShiftLeft.Cli;

/// <summary>What <c>helm template</c> takes to render a chart, under the same names.</summary>
sealed class ChartOptions
{
    readonly Argument<string> chart = new Argument<string>("CHART") { Description = "The chart's folder" }.Offering(Offers.Folders);
    readonly Option<string[]> values = Many("--values", "-f", "A values file; the later wins (default: the chart's own)", "FILE").Offering(Offers.Files);
    readonly Option<string[]> set = Many("--set", null, "A value, as helm's --set (default: none)", "KEY=VALUE");
    readonly Option<string[]> setString = Many("--set-string", null, "A value that is a string (default: none)", "KEY=VALUE");
    readonly Option<string[]> setJson = Many("--set-json", null, "A value in JSON (default: none)", "KEY=JSON");
    readonly Option<string[]> setFile = Many("--set-file", null, "A value that a file holds (default: none)", "KEY=FILE");
    readonly Option<string[]> setLiteral = Many("--set-literal", null, "A value taken as it is (default: none)", "KEY=VALUE");
    readonly Option<string?> release = new("--release-name") { Description = "The release's name (default: release-name)", HelpName = "NAME" };
    readonly Option<string?> space = new("--namespace", "-n") { Description = "The namespace (default: default)", HelpName = "NAME" };
    readonly Option<string?> kubeVersion = new("--kube-version") { Description = "The cluster's version (default: helm's own)", HelpName = "VERSION" };
    readonly Option<string[]> apiVersions = Many("--api-versions", "-a", "An API version that the cluster has, beside those of Kubernetes (default: none)", "VERSION");
    readonly Option<bool> schema = new("--schema") { Description = "Check the values against values.schema.json, too" };
    readonly Option<HelmLine?> helm = CommandTree.Choice<HelmLine>("--helm", "The helm to follow (default: 4.3)", ("3.17", HelmLine.Helm317), ("4.1", HelmLine.Helm41), ("4.2", HelmLine.Helm42), ("4.3", HelmLine.Helm43));

    enum HelmLine { Helm317, Helm41, Helm42, Helm43 }

    public void AddTo(Command command)
    {
        command.Add(chart);
        foreach (var option in (Option[])[values, set, setString, setJson, setFile, setLiteral, release, space, kubeVersion, apiVersions, schema, helm]) command.Add(option);
    }

    /// <summary>The rendering that was asked for, or why there is none.</summary>
    public (HelmTemplate? Rendering, WorkspaceRoot? Root, string? Error) Render(ParseResult parsed, Terminal terminal)
    {
        var folder = Path.GetFullPath(parsed.GetRequiredValue(chart), terminal.CurrentFolder);
        if (!File.Exists(Path.Combine(folder, "Chart.yaml"))) return (null, null, Directory.Exists(folder) ? $"'{parsed.GetValue(chart)}' has no Chart.yaml" : $"'{parsed.GetValue(chart)}' does not exist");
        var files = (parsed.GetValue(values) ?? []).Select(file => Path.GetFullPath(file, terminal.CurrentFolder)).ToList();
        if (files.Find(file => !File.Exists(file)) is { } missing) return (null, null, $"the values file '{missing}' does not exist");
        var arguments = Arguments(parsed, terminal).ToList();
        var paths = files.Concat(arguments.Select(argument => argument.File).OfType<string>()).Prepend(folder).ToList();
        if (paths.Find(path => !Path.Exists(path)) is { } absent) return (null, null, $"'{absent}' does not exist");
        if (WorkspaceRoot.Of(terminal.CurrentFolder, paths) is not { } root) return (null, null, "the files lie on different drives");

        var environment = new ChartEnvironment(null, [.. files.Select(file => root.TreePathOf(file)!)], [.. arguments.Select(argument => argument.Of(root))],
            parsed.GetValue(release) ?? "release-name", parsed.GetValue(space), parsed.GetValue(kubeVersion))
        {
            ApiVersions = [.. (parsed.GetValue(apiVersions) ?? []).SelectMany(list => list.Split(','))],
            ChecksSchemas = parsed.GetValue(schema),
        };
        var profile = parsed.GetValue(helm) switch { HelmLine.Helm317 => HelmProfile.Helm317, HelmLine.Helm41 => HelmProfile.Helm41, HelmLine.Helm42 => HelmProfile.Helm42, _ => HelmProfile.Default };
        return (BuiltinRenderer.Render(new DiskTree(root.Folder), root.TreePathOf(folder)!, environment, profile, terminal.Today, leniently: false), root, null);
    }

    readonly record struct Given(SetOption Kind, string Text, string? File)
    {
        /// <summary>A file is named relative to the current folder here, and to the tree's root there.</summary>
        public SetArgument Of(WorkspaceRoot root) => File is null ? new(Kind, Text) : new(Kind, $"{Text[..(Text.IndexOf('=', StringComparison.Ordinal) + 1)]}{root.TreePathOf(File)}");
    }

    IEnumerable<Given> Arguments(ParseResult parsed, Terminal terminal)
    {
        (SetOption Kind, Option<string[]> Option)[] kinds = [(SetOption.Json, setJson), (SetOption.Value, set), (SetOption.String, setString), (SetOption.File, setFile), (SetOption.Literal, setLiteral)];
        foreach (var (kind, option) in kinds)
        {
            foreach (var text in parsed.GetValue(option) ?? [])
            {
                var sign = text.IndexOf('=', StringComparison.Ordinal);
                yield return new(kind, text, kind == SetOption.File && sign > 0 ? Path.GetFullPath(text[(sign + 1)..], terminal.CurrentFolder) : null);
            }
        }
    }

    static Option<string[]> Many(string name, string? alias, string description, string value) =>
        new(name, alias is null ? [] : [alias]) { Description = description, HelpName = value, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
}
