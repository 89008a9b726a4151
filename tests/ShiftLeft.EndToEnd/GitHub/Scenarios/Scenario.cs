using System.Text.Json.Nodes;
using ShiftLeft.Actions;

namespace ShiftLeft.EndToEnd.GitHub.Scenarios;

/// <summary>A repository, an event and GitHub: what the action sees when it runs.</summary>
sealed class Scenario : IDisposable
{
    public const string Dirty = "FROM debian:12.5\nUSER root\n";
    public const string Clean = "FROM debian:12.5\nUSER 1000\n";

    readonly TemporaryFolder files = new();
    readonly Dictionary<string, string> variables = new(StringComparer.Ordinal)
    {
        ["GITHUB_ACTIONS"] = "true",
        ["GITHUB_API_URL"] = "https://api.github.com",
        ["GITHUB_SERVER_URL"] = "https://github.com",
        ["GITHUB_REPOSITORY"] = Payload.Repository,
        ["GITHUB_ACTOR"] = "octocat",
        ["GITHUB_RUN_ID"] = "4711",
        ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "",
        ["INPUT_TOKEN"] = FakeGitHub.Token,
        ["INPUT_UPLOAD-SARIF"] = "auto",
    };

    public TestRepository Repository { get; } = new();

    public FakeGitHub GitHub { get; init; } = new();

    /// <summary>How long the run let time pass, each time.</summary>
    public List<TimeSpan> Waits { get; } = [];

    public Scenario With(string variable, string value)
    {
        variables[variable] = value;
        return this;
    }

    /// <summary>The event of a pull request and its merge, which is checked out.</summary>
    /// <param name="before">Files of the base branch.</param>
    /// <param name="after">Files that the pull request changes; null deletes one.</param>
    /// <param name="headRepository">Where it comes from; null when that is gone.</param>
    /// <param name="user">Who made it.</param>
    public Scenario PullRequest(IEnumerable<(string, string)> before, IEnumerable<(string, string?)> after, string? headRepository = Payload.Repository, string user = "octocat")
    {
        foreach (var (path, text) in before) Repository.With(path, text);
        Start = Repository.Commit();
        Change(after);
        return Event("pull_request", Payload.PullRequest(7, Head, Start, headRepository, user), "refs/pull/7/merge", Repository.Merge(Start, Head)).WithDiff();
    }

    /// <summary>A push to the pull request, and the event of it.</summary>
    public Scenario Push(params IEnumerable<(string, string?)> after)
    {
        Repository.At(Head);
        Change(after);
        return Event("pull_request", Payload.PullRequest(7, Head, Start), "refs/pull/7/merge", Repository.Merge(Start, Head)).WithDiff();
    }

    /// <summary>The base branch moves on, and the pull request with it.</summary>
    public Scenario Rebase(params IEnumerable<(string, string?)> onBase)
    {
        var changes = $"{Start}..{Head}";
        Repository.At(Start);
        Change(onBase);
        Start = Head;
        Repository.Run("cherry-pick", "--allow-empty", changes);
        Head = Repository.Run("rev-parse", "HEAD");
        return Event("pull_request", Payload.PullRequest(7, Head, Start), "refs/pull/7/merge", Repository.Merge(Start, Head)).WithDiff();
    }

    public string Start { get; private set; } = "";
    public string Head { get; private set; } = "";

    void Change(IEnumerable<(string, string?)> files)
    {
        foreach (var (path, text) in files) Repository.With(path, text);
        Head = Repository.Commit();
    }

    /// <summary>GitHub's patches of the pull request are git's.</summary>
    Scenario WithDiff()
    {
        GitHub.Files.Clear();
        var names = Repository.Run("diff", "--name-only", "-z", "--diff-filter=d", $"{Start}...{Head}").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        var patches = $"\n{Repository.Run("diff", "--diff-filter=d", $"{Start}...{Head}")}".Split("\ndiff --git ").Skip(1);
        GitHub.Files.AddRange(names.Zip(patches, (path, patch) => (path, (string?)patch[Math.Max(0, patch.IndexOf("@@", StringComparison.Ordinal))..])));
        return this;
    }

    public Scenario Event(string name, JsonObject payload, string reference, string sha)
    {
        files.With("event.json", payload.ToJsonString());
        return With("GITHUB_EVENT_NAME", name).With("GITHUB_EVENT_PATH", files["event.json"]).With("GITHUB_REF", reference).With("GITHUB_SHA", sha);
    }

    public async Task<Run> RunAsync(params IEnumerable<(string Name, string Value)> inputs)
    {
        var given = new Dictionary<string, string>(variables, StringComparer.Ordinal) { ["GITHUB_WORKSPACE"] = variables.GetValueOrDefault("GITHUB_WORKSPACE", Repository.Folder) };
        foreach (var (name, value) in inputs) given[$"INPUT_{name.ToUpperInvariant()}"] = value;
        files.With("output").With("summary");
        (given["GITHUB_OUTPUT"], given["GITHUB_STEP_SUMMARY"]) = (files["output"], files["summary"]);
        var log = new StringWriter();
        Waits.Clear();
        var code = await ActionRun.RunAsync(new(given.GetValueOrDefault, log, new(2026, 1, 2), () => new Undisposed(GitHub), pause =>
        {
            Waits.Add(pause);
            return Task.CompletedTask;
        }));
        var (outputs, summary) = (await File.ReadAllTextAsync(files["output"]), await File.ReadAllTextAsync(files["summary"]));
        Assert.DoesNotContain(FakeGitHub.Token, log.ToString() + summary + outputs, StringComparison.Ordinal);
        return new(code, log.ToString(), Outputs(outputs), summary);
    }

    /// <summary>As the runner reads them.</summary>
    static Dictionary<string, string> Outputs(string text)
    {
        var outputs = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length - 1; i++)
        {
            var (name, end) = lines[i].Split("<<") is [var first, var second] ? (first, second) : throw new InvalidDataException(lines[i]);
            var value = lines[(i + 1)..].TakeWhile(line => line != end).ToList();
            outputs.Add(name, string.Join('\n', value));
            i += value.Count + 1;
        }
        return outputs;
    }

    public void Dispose()
    {
        Repository.Dispose();
        files.Dispose();
        GitHub.Dispose();
    }

    /// <param name="Log">All of the step's log.</param>
    public sealed record Run(int ExitCode, string Log, Dictionary<string, string> Outputs, string Summary)
    {
        /// <summary>The commands in the log of one name, as the runner shows them.</summary>
        public List<string> Commands(string name) => [.. Log.Split('\n').Where(line => line.StartsWith($"::{name} ", StringComparison.Ordinal))];
    }

    /// <summary>GitHub stays when one run's connection ends.</summary>
    sealed class Undisposed(HttpMessageHandler inner) : HttpMessageHandler
    {
        readonly HttpMessageInvoker invoker = new(inner, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => invoker.SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            invoker.Dispose();
            base.Dispose(disposing);
        }
    }
}
