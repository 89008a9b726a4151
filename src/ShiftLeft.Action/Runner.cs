using ShiftLeft.Reporting;

namespace ShiftLeft.Actions;

/// <summary>What the action knows of the world around it: the runner's variables, its log, the network, the day.</summary>
/// <param name="Variable">An environment variable; null where it is not set.</param>
/// <param name="Out">Standard output, which is the step's log.</param>
/// <param name="Today">The day.</param>
/// <param name="Network">What sends requests; made once, for one run.</param>
/// <param name="Wait">Lets time pass.</param>
sealed record Runner(Func<string, string?> Variable, TextWriter Out, DateOnly Today, Func<HttpMessageHandler> Network, Func<TimeSpan, Task> Wait)
{
    public static Runner OfProcess(TextWriter output) =>
        new(Environment.GetEnvironmentVariable, output, DateOnly.FromDateTime(DateTime.UtcNow), () => new SocketsHttpHandler { AllowAutoRedirect = false }, Task.Delay);

    /// <summary>The variable; null where it is not set or empty.</summary>
    public string? this[string name] => Variable(name) is { Length: > 0 } value ? value : null;

    /// <summary>The checked-out repository, as a full path.</summary>
    public string Workspace => Path.GetFullPath(this["GITHUB_WORKSPACE"] ?? Directory.GetCurrentDirectory());
}
