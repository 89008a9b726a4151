namespace ShiftLeft.Rules.Tool;

/// <summary>Found by a face in its own settings, not by a check of units.</summary>
sealed class SettingWithoutEffect : Rule
{
    public override RuleInfo Info { get; } = new("SL0921", "setting-without-effect", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A setting of the project does nothing",
        Why = "`NoWarn`, `WarningsAsErrors` or an `.editorconfig` names a rule that does not exist, or `DockerfileFile` names no file. What its author meant is not in force, and nobody notices.",
        Fix = "Correct or remove it; `shiftleft explain` tells which rule answers another tool's id.",
    };
}
