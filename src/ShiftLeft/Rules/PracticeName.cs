namespace ShiftLeft.Rules;

/// <summary>A practice in words.</summary>
static class PracticeName
{
    public static string Of(Practice practice) => practice switch
    {
        Practice.Tool => "tool",
        Practice.TrustedImages => "trusted images",
        Practice.RuntimeHardening => "runtime hardening",
        Practice.Updates => "updates",
        Practice.NetworkSegmentation => "network segmentation",
        Practice.RuntimeDefence => "runtime defence",
        Practice.Observability => "observability",
        Practice.Secrets => "secrets",
        Practice.Correctness => "correctness",
        _ => throw new ArgumentOutOfRangeException(nameof(practice)),
    };

    /// <summary>As a tag or a key: <c>trusted-images</c>.</summary>
    public static string KeyOf(Practice practice) => Of(practice).Replace(' ', '-');

    /// <summary>The question that the rules of the practice answer.</summary>
    public static string QuestionOf(Practice practice) => practice switch
    {
        Practice.Tool => "Could everything be read, rendered and understood?",
        Practice.TrustedImages => "Does everything that runs come from a source you trust, and can you prove it?",
        Practice.RuntimeHardening => "Does every process run with the least privilege it needs?",
        Practice.Updates => "Will it be patched?",
        Practice.NetworkSegmentation => "Who can talk to whom, and is that on purpose?",
        Practice.RuntimeDefence => "Are the kernel's defences switched on?",
        Practice.Observability => "Would you notice when it fails or is attacked?",
        Practice.Secrets => "Is anything secret in an image layer, a manifest or a build argument?",
        Practice.Correctness => "Would it build, deploy and work as written?",
        _ => throw new ArgumentOutOfRangeException(nameof(practice)),
    };
}

/// <summary>A level in the one word that every format uses.</summary>
static class LevelName
{
    public static string Of(Level level) => level switch
    {
        Level.Off => "off",
        Level.Info => "info",
        Level.Warning => "warning",
        Level.Error => "error",
        _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };
}
