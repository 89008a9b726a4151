using System.Runtime.Serialization;
using Octokit;
using Octokit.Internal;

namespace ShiftLeft.Actions;

/// <summary>
/// All that the action asks of GitHub, in GitHub's terms, for one repository. It is the one type that knows Octokit: its clients where it has
/// them, its connection for code scanning, for comments on lines and for GraphQL, which it has not. Tests put another network under it.
/// </summary>
sealed class GitHubApi : IDisposable
{
    /// <summary>An issue has at most 2,500 comments, a pull request shows at most 3,000 files.</summary>
    const int MaximumPages = 40;
    const int PageSize = 100;

    readonly HttpClientAdapter http;
    readonly GitHubClient client;
    readonly ApiConnection connection;
    readonly Uri graphQl;
    readonly string owner;
    readonly string name;
    string? self;

    GitHubApi(Runner runner, string token, Uri address, string owner, string name)
    {
        (this.owner, this.name) = (owner, name);
        graphQl = Uri.TryCreate(runner["GITHUB_GRAPHQL_URL"], UriKind.Absolute, out var given) ? given : new(address, "graphql");
        http = new(() => new PatientHandler(address, runner.Wait, runner.Network()));
        // Octokit's client would turn every address but GitHub's own into one of an enterprise server; its connection does not.
        var plain = new Connection(new("shiftleft-action", Product.Version), address, new InMemoryCredentialStore(new(token, AuthenticationType.Bearer)), http, new SimpleJsonSerializer());
        client = new(plain);
        connection = new(plain);
    }

    /// <summary>The addresses are the runner's: GitHub Enterprise Server and GHE.com have their own.</summary>
    /// <returns>Null without a token or a repository.</returns>
    public static GitHubApi? Of(Runner runner, string? token, string repository)
    {
        if (token is null || repository.Split('/') is not [{ Length: > 0 } owner, { Length: > 0 } name]) return null;
        return Uri.TryCreate((runner["GITHUB_API_URL"] ?? "https://api.github.com").TrimEnd('/') + "/", UriKind.Absolute, out var address) ? new(runner, token, address, owner, name) : null;
    }

    public void Dispose() => http.Dispose();

    public Task<Answer<SarifReceipt>> UploadSarif(string commit, string reference, string sarif) => Try(() => connection.Post<SarifReceipt>(
        At("code-scanning/sarifs"), new Dictionary<string, object> { ["commit_sha"] = commit, ["ref"] = reference, ["sarif"] = sarif }, Json, Json));

    public Task<Answer<SarifProgress>> ProgressOf(string sarifId) => Try(() => connection.Get<SarifProgress>(At($"code-scanning/sarifs/{Escaped(sarifId)}"), new Dictionary<string, string>()));

    /// <summary>The open pull requests from a branch of an account's copy of the repository.</summary>
    public Task<Answer<IReadOnlyList<Octokit.PullRequest>>> PullRequestsFrom(string account, string branch) => Try(() =>
        client.PullRequest.GetAllForRepository(owner, name, new PullRequestRequest { Head = $"{account}:{branch}", State = ItemStateFilter.Open }, new ApiOptions { PageSize = PageSize, PageCount = 1 }));

    /// <summary>The files of a pull request with their patches, a hundred at a time.</summary>
    /// <param name="number">The pull request's.</param>
    /// <param name="page">From 1.</param>
    public Task<Answer<IReadOnlyList<PullRequestFile>>> FilesOf(int number, int page) => Try(() =>
        client.PullRequest.Files(owner, name, number, new ApiOptions { PageSize = PageSize, StartPage = page, PageCount = 1 }));

    public Task<Answer<IReadOnlyList<IssueComment>>> CommentsOn(int number) => Try(() =>
        client.Issue.Comment.GetAllForIssue(owner, name, number, new ApiOptions { PageSize = PageSize, PageCount = MaximumPages }));

    public Task<Answer<IssueComment>> AddComment(int number, string body) => Try(() => client.Issue.Comment.Create(owner, name, number, body));

    public Task<Answer<IssueComment>> ChangeComment(long id, string body) => Try(() => client.Issue.Comment.Update(owner, name, id, body));

    public Task<Answer<bool>> RemoveComment(long id) => Try(() => client.Issue.Comment.Delete(owner, name, id));

    public Task<Answer<IReadOnlyList<LineComment>>> LineCommentsOn(int number) => Try(() =>
        connection.GetAll<LineComment>(At($"pulls/{number}/comments"), new Dictionary<string, string>(), Json, new ApiOptions { PageSize = PageSize, PageCount = MaximumPages }));

    /// <summary>One review with all its comments, which is one mail; GitHub takes all of it or nothing.</summary>
    public Task<Answer<object>> AddReview(int number, string commit, string body, IEnumerable<NewLineComment> comments) => Try(() => connection.Post<object>(
        At($"pulls/{number}/reviews"),
        new Dictionary<string, object> { ["commit_id"] = commit, ["event"] = "COMMENT", ["body"] = body, ["comments"] = comments.Select(comment => comment.Fields()).ToList() }, Json, Json));

    public Task<Answer<LineComment>> AddLineComment(int number, string commit, NewLineComment comment) => Try(() =>
        connection.Post<LineComment>(At($"pulls/{number}/comments"), new Dictionary<string, object>(comment.Fields()) { ["commit_id"] = commit }, Json, Json));

    public Task<Answer<LineComment>> ChangeLineComment(long id, string body) => Try(() =>
        connection.Patch<LineComment>(At($"pulls/comments/{id}"), new Dictionary<string, object> { ["body"] = body }));

    public Task<Answer<bool>> RemoveLineComment(long id) => Try(() => client.PullRequest.ReviewComment.Delete(owner, name, id));

    /// <summary>The account behind the token, asked for once; where it cannot be had, the one of a job's own token.</summary>
    public async Task<string> Self() => self ??= (await Ask<GraphQlViewer>("query { viewer { login } }", [])).Value?.Viewer?.Login ?? "github-actions[bot]";

    /// <summary>The unresolved threads of a pull request: their ids, and the numbers of the comments that began them.</summary>
    public async Task<Answer<IReadOnlyList<ReviewThread>>> OpenThreadsOf(int number)
    {
        var threads = new List<ReviewThread>();
        string? after = null;
        for (var page = 0; page < MaximumPages; page++)
        {
            var answer = await Ask<GraphQlRepository>(
                "query($owner: String!, $name: String!, $number: Int!, $after: String) { repository(owner: $owner, name: $name) { pull_request: pullRequest(number: $number) { review_threads: reviewThreads(first: 100, after: $after) { nodes { id is_resolved: isResolved comments(first: 1) { nodes { database_id: databaseId } } } page_info: pageInfo { has_next_page: hasNextPage end_cursor: endCursor } } } } }",
                new() { ["owner"] = owner, ["name"] = name, ["number"] = number, ["after"] = after });
            if (answer.Value?.Repository?.PullRequest?.ReviewThreads is not { } found) return new(null, answer.Refusal ?? new(0, "the threads were not to be had"));
            threads.AddRange(from thread in found.Nodes
                             where !thread.IsResolved
                             from comment in thread.Comments?.Nodes ?? []
                             where comment.DatabaseId is not null
                             select new ReviewThread(thread.Id, comment.DatabaseId ?? 0));
            if (found.PageInfo is not { HasNextPage: true, EndCursor: { } cursor }) break;
            after = cursor;
        }
        return new(threads, null);
    }

    public async Task<Answer<bool>> Resolve(ReviewThread thread)
    {
        var answer = await Ask<object>("mutation($id: ID!) { resolveReviewThread(input: { threadId: $id }) { thread { id } } }", new() { ["id"] = thread.Id });
        return new(answer.Refusal is null, answer.Refusal);
    }

    /// <summary>GraphQL answers 200 to what it refuses. Its names are given in snake case, as Octokit's serializer takes them.</summary>
    async Task<Answer<T>> Ask<T>(string query, Dictionary<string, object?> variables) where T : class
    {
        var answer = await Try(() => connection.Post<GraphQlAnswer<T>>(graphQl, new Dictionary<string, object> { ["query"] = query, ["variables"] = variables }, Json, Json));
        return answer.Value is not { } value ? new(null, answer.Refusal)
            : value.Errors is [var error, ..] ? new(null, new(error.Type is "FORBIDDEN" or "NOT_FOUND" ? 403 : 400, error.Message ?? ""))
            : new(value.Data, null);
    }

    const string Json = "application/json";

    Uri At(string path) => new($"repos/{Escaped(owner)}/{Escaped(name)}/{path}", UriKind.Relative);

    static string Escaped(string part) => Uri.EscapeDataString(part);

    static async Task<Answer<bool>> Try(Func<Task> ask) => await Try(async () =>
    {
        await ask();
        return true;
    });

    static async Task<Answer<T>> Try<T>(Func<Task<T>> ask)
    {
        try
        {
            return new(await ask(), null);
        }
        catch (ApiException refusal)
        {
            return new(default, new((int)refusal.StatusCode, MessageOf(refusal)));
        }
        catch (HttpRequestException problem)
        {
            return new(default, new(0, problem.Message));
        }
        catch (OperationCanceledException)
        {
            return new(default, new(0, "there was no answer in time"));
        }
        catch (SerializationException)
        {
            return new(default, new(0, "the answer was not understood"));
        }
    }

    static string MessageOf(ApiException refusal) =>
        string.Join("; ", new[] { refusal.ApiError?.Message ?? "" }.Concat(refusal.ApiError?.Errors?.Select(error => error.Message ?? $"{error.Field} {error.Code}") ?? []).Where(text => text.Trim().Length > 0));
}
