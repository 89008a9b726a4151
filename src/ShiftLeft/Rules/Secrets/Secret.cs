using ShiftLeft.Text;

namespace ShiftLeft.Rules.Secrets;

/// <summary>How sure it is that a text is a secret; what is less than middle is not told.</summary>
enum Confidence { Middle, High }

/// <summary>A secret in a text.</summary>
/// <param name="Span">Where in the text it stands.</param>
/// <param name="Confidence">From name and value together.</param>
/// <param name="What">What it is, with its article, where its form or a list tells: "a GitHub personal access token".</param>
/// <param name="Name">The name that it stands under inside the text; null where the text as a whole is it.</param>
readonly record struct Secret(Span Span, Confidence Confidence, string? What, string? Name = null)
{
    /// <summary>High confidence is an error, middle a warning.</summary>
    public Level Level => Confidence == Confidence.High ? Level.Error : Level.Warning;

    public Secret Shift(int by) => this with { Span = Span.Shift(by) };

    /// <summary>Whether it is a password that everybody tries first.</summary>
    public bool IsWellKnown => What?.StartsWith(WellKnownStart, StringComparison.Ordinal) == true;

    const string WellKnownStart = "the well-known password";

    public static string WellKnown(string password) => $"{WellKnownStart} `{password}`";
}
