using System.Collections;
using Microsoft.Build.Framework;

namespace ShiftLeft.Tests.MSBuild;

/// <summary>The build that a task runs in, as far as it listens.</summary>
sealed class BuildLog : IBuildEngine
{
    public List<BuildEventArgs> Events { get; } = [];

    public List<BuildErrorEventArgs> Errors => [.. Events.OfType<BuildErrorEventArgs>()];
    public List<BuildWarningEventArgs> Warnings => [.. Events.OfType<BuildWarningEventArgs>()];

    /// <summary>What a person and an editor get to see of a build, line by line; the task's own words about its work are not part of it.</summary>
    public List<string> Shown => [.. Events.Where(shown => shown.Message is not ("ShiftLeft repeats what it said: nothing has changed") && !shown.Message!.StartsWith("ShiftLeft scans: ", StringComparison.Ordinal)).Select(Show)];

    /// <summary>Why the task scanned; null when it did not.</summary>
    public string? Scanned => Events.Select(said => said.Message!).FirstOrDefault(message => message.StartsWith("ShiftLeft scans: ", StringComparison.Ordinal))?["ShiftLeft scans: ".Length..];

    public bool ContinueOnError => false;
    public int LineNumberOfTaskNode => 0;
    public int ColumnNumberOfTaskNode => 0;
    public string ProjectFileOfTaskNode => "app.csproj";

    public void LogErrorEvent(BuildErrorEventArgs e) => Events.Add(e);
    public void LogWarningEvent(BuildWarningEventArgs e) => Events.Add(e);
    public void LogMessageEvent(BuildMessageEventArgs e) => Events.Add(e);
    public void LogCustomEvent(CustomBuildEventArgs e) => Events.Add(e);
    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) => throw new NotSupportedException();

    static string Show(BuildEventArgs said) => said switch
    {
        BuildErrorEventArgs e => $"error {e.Code} {e.File}({e.LineNumber},{e.ColumnNumber},{e.EndLineNumber},{e.EndColumnNumber}) {e.Subcategory} {e.Message} {e.HelpLink}",
        BuildWarningEventArgs w => $"warning {w.Code} {w.File}({w.LineNumber},{w.ColumnNumber},{w.EndLineNumber},{w.EndColumnNumber}) {w.Subcategory} {w.Message} {w.HelpLink}",
        BuildMessageEventArgs m => $"{m.Importance} {m.Code} {m.File}({m.LineNumber},{m.ColumnNumber},{m.EndLineNumber},{m.EndColumnNumber}) {m.Message}",
        _ => said.Message!,
    };
}
