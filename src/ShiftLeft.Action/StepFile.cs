using System.Security.Cryptography;

namespace ShiftLeft.Actions;

/// <summary>The files by which a step talks to its runner: outputs and the summary. The runner names them; they lie outside the tree.</summary>
static class StepFile
{
    /// <summary>A value between two lines that nobody can foresee, so that no value can end itself and begin another output.</summary>
    public static void SetOutput(Runner runner, string name, string value)
    {
        if (runner["GITHUB_OUTPUT"] is not { } path) return;
        var end = $"end-{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
        File.AppendAllText(path, $"{name}<<{end}\n{value}\n{end}\n");
    }

    public static void AddSummary(Runner runner, string markdown)
    {
        if (runner["GITHUB_STEP_SUMMARY"] is { } path) File.AppendAllText(path, markdown);
    }
}
