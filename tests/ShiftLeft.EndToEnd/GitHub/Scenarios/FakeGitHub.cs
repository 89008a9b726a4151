using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ShiftLeft.EndToEnd.GitHub.Scenarios;

/// <summary>
/// GitHub's API as far as the action uses it, with what it remembers between requests: comments, reviews, alerts. It refuses what GitHub
/// refuses. Every request is kept, and written to the file that SHIFTLEFT_REQUESTS names, where the contract tests hold them against
/// GitHub's own description of its API.
/// </summary>
sealed partial class FakeGitHub : HttpMessageHandler
{
    public const string Token = "ghs_0123456789abcdefghijABCDEFGHIJ012345";

    public sealed record Request(string Method, string Path, string Query, string? Body)
    {
        public override string ToString() => $"{Method} {Path}{Query}";
    }

    /// <summary>A comment of a pull request, on a line or not.</summary>
    public sealed class Comment
    {
        public required long Id { get; init; }
        public required string Body { get; set; }
        public string Login { get; init; } = "github-actions[bot]";
        public string? Path { get; init; }
        public int? Line { get; set; }
        public int? StartLine { get; init; }
        public long? InReplyTo { get; init; }
        public bool IsResolved { get; set; }
    }

    public List<Request> Requests { get; } = [];
    public IEnumerable<string> Writes => Requests.Where(request => request.Method != "GET" && !request.Path.EndsWith("/graphql", StringComparison.Ordinal)).Select(request => $"{request.Method} {request.Path}");
    public List<Comment> Comments { get; } = [];
    public List<Comment> LineComments { get; } = [];
    public List<JsonObject> Reviews { get; } = [];
    public List<JsonObject> Uploads { get; } = [];
    /// <summary>The files of the pull request with their patches.</summary>
    public List<(string Path, string? Patch)> Files { get; } = [];
    public List<JsonObject> PullRequests { get; } = [];
    public string BaseAddress { get; init; } = "https://api.github.com";
    /// <summary>The states that an upload goes through.</summary>
    public Queue<string> Processing { get; } = new(["pending", "complete"]);
    /// <summary>Answers in place of the usual ones, the first that fits.</summary>
    public List<(Func<Request, bool> Fits, Func<HttpResponseMessage> Answer, int Times)> Faults { get; } = [];
    public HashSet<string> Lacking { get; } = [];
    long lastId = 1000;

    public void Fail(string method, string path, HttpStatusCode status, string message, int times = int.MaxValue, params (string Name, string Value)[] headers) => Faults.Add((
        request => (method == "*" || request.Method == method) && request.Path.Contains(path, StringComparison.Ordinal),
        () =>
        {
            var response = Json(status, new JsonObject { ["message"] = message, ["documentation_url"] = "https://docs.github.com/rest" });
            foreach (var (name, value) in headers) response.Headers.TryAddWithoutValidation(name, value);
            return response;
        },
        times));

    public Comment Add(List<Comment> to, string body, string login = "github-actions[bot]", int? line = null, long? inReplyTo = null)
    {
        to.Add(new() { Id = ++lastId, Body = body, Login = login, Line = line, InReplyTo = inReplyTo });
        return to[^1];
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        Assert.StartsWith(BaseAddress + "/", message.RequestUri!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal($"Bearer {Token}", message.Headers.Authorization?.ToString());
        Assert.Equal("application/vnd.github+json", message.Headers.Accept.Single().ToString());
        Assert.Equal("2022-11-28", message.Headers.GetValues("X-GitHub-Api-Version").Single());
        Assert.Contains("shiftleft-action", message.Headers.UserAgent.ToString(), StringComparison.Ordinal);
        var body = message.Content is null ? null : await message.Content.ReadAsStringAsync(cancellationToken);
        if (body is not null) Assert.Equal("application/json", message.Content!.Headers.ContentType?.MediaType);
        var request = new Request(message.Method.Method, message.RequestUri.AbsoluteUri[BaseAddress.Length..].Split('?')[0], message.RequestUri.Query, body);
        Requests.Add(request);
        Recording.Add(request);
        var response = Fault(request) ?? Answer(request, body is null ? [] : JsonNode.Parse(body)!.AsObject());
        response.RequestMessage = message;
        response.Headers.Date = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        return response;
    }

    HttpResponseMessage? Fault(Request request)
    {
        for (var i = 0; i < Faults.Count; i++)
        {
            var (fits, answer, times) = Faults[i];
            if (times == 0 || !fits(request)) continue;
            Faults[i] = (fits, answer, times - 1);
            return answer();
        }
        return null;
    }

    HttpResponseMessage Answer(Request request, JsonObject body)
    {
        if (request is { Method: "POST", Path: "/graphql" or "/api/graphql" }) return GraphQl(body);
        var route = Route().Match(request.Path);
        Assert.True(route.Success, $"{request} is no request of the action's");
        Assert.Equal(Payload.Repository, route.Groups["repository"].Value);
        var permission = route.Groups["rest"].Value.StartsWith("code-scanning", StringComparison.Ordinal) ? "security-events" : "pull-requests";
        if (Lacking.Contains(permission) && (request.Method != "GET" || permission == "security-events")) return Refuse(HttpStatusCode.Forbidden, "Resource not accessible by integration");
        return (request.Method, route.Groups["rest"].Value) switch
        {
            ("POST", "code-scanning/sarifs") => Upload(body),
            ("GET", var rest) when rest.StartsWith("code-scanning/sarifs/", StringComparison.Ordinal) =>
                Json(HttpStatusCode.OK, new JsonObject { ["processing_status"] = Processing.Count > 1 ? Processing.Dequeue() : Processing.Peek(), ["errors"] = Processing.Peek() == "failed" ? new JsonArray("rule `x` is odd") : null }),
            ("GET", "pulls") => Json(HttpStatusCode.OK, new JsonArray([.. PullRequests.Select(pull => pull.DeepClone())])),
            ("GET", var rest) when rest.EndsWith("/files", StringComparison.Ordinal) => Page(request, Files.Take(3_000).Select(file => FileJson(file.Path, file.Patch))),
            ("GET", var rest) when rest.StartsWith("issues/", StringComparison.Ordinal) => Page(request, Comments.Select(CommentJson)),
            ("GET", var rest) when rest.EndsWith("/comments", StringComparison.Ordinal) => Page(request, LineComments.Select(CommentJson)),
            ("POST", var rest) when rest.StartsWith("issues/", StringComparison.Ordinal) => AddComment(body),
            ("POST", var rest) when rest.EndsWith("/reviews", StringComparison.Ordinal) => AddReview(body),
            ("POST", var rest) when rest.EndsWith("/comments", StringComparison.Ordinal) => AddLineComment(body),
            (var method, var rest) when rest.StartsWith("issues/comments/", StringComparison.Ordinal) => Change(Comments, method, rest, body),
            (var method, var rest) when rest.StartsWith("pulls/comments/", StringComparison.Ordinal) => Change(LineComments, method, rest, body),
            _ => throw new InvalidOperationException($"{request} is no request of the action's"),
        };
    }

    HttpResponseMessage Upload(JsonObject body)
    {
        Assert.Equal(["commit_sha", "ref", "sarif"], body.Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.Matches("^[0-9a-f]{40}$", (string?)body["commit_sha"]);
        Assert.Matches("^refs/(heads|tags|pull)/.*$", (string?)body["ref"]);
        var upload = body.DeepClone().AsObject();
        upload["log"] = JsonNode.Parse(Unpacked((string)body["sarif"]!));
        Uploads.Add(upload);
        return Json(HttpStatusCode.Accepted, new JsonObject { ["id"] = "47177e22-5596-11eb-80a1-c1e54ef945c6", ["url"] = $"{BaseAddress}/repos/x" });
    }

    static string Unpacked(string packed)
    {
        using var zip = new GZipStream(new MemoryStream(Convert.FromBase64String(packed)), CompressionMode.Decompress);
        using var reader = new StreamReader(zip, new UTF8Encoding(false, throwOnInvalidBytes: true));
        var text = reader.ReadToEnd();
        Assert.StartsWith("{", text, StringComparison.Ordinal);
        return text;
    }

    HttpResponseMessage AddComment(JsonObject body)
    {
        if (((string)body["body"]!).Length > 65_536) return Refuse(HttpStatusCode.UnprocessableEntity, "Body is too long (maximum is 65536 characters)");
        return Json(HttpStatusCode.Created, CommentJson(Add(Comments, (string)body["body"]!)));
    }

    HttpResponseMessage AddReview(JsonObject body)
    {
        var comments = body["comments"]!.AsArray().Select(comment => comment!.AsObject()).ToList();
        if (!comments.TrueForAll(IsInDiff)) return Refuse(HttpStatusCode.UnprocessableEntity, "Unprocessable Entity: line could not be resolved");
        foreach (var comment in comments) Keep(comment);
        Reviews.Add(body);
        return Json(HttpStatusCode.OK, new JsonObject { ["id"] = ++lastId });
    }

    HttpResponseMessage AddLineComment(JsonObject body) =>
        IsInDiff(body) ? Json(HttpStatusCode.Created, CommentJson(Keep(body))) : Refuse(HttpStatusCode.UnprocessableEntity, "line could not be resolved");

    Comment Keep(JsonObject comment)
    {
        LineComments.Add(new() { Id = ++lastId, Body = (string)comment["body"]!, Path = (string)comment["path"]!, Line = (int)comment["line"]!, StartLine = (int?)comment["start_line"] });
        return LineComments[^1];
    }

    /// <summary>The lines of a patch that GitHub takes comments on: the added ones and those around them.</summary>
    bool IsInDiff(JsonObject comment)
    {
        if (Files.Find(file => file.Path == (string)comment["path"]!).Patch is not { } patch) return false;
        var (lines, line) = (new HashSet<int>(), 0);
        foreach (var text in patch.Split('\n'))
        {
            if (Hunk().Match(text) is { Success: true } hunk) line = int.Parse(hunk.Groups[1].ValueSpan) - 1;
            else if (!text.StartsWith('-')) lines.Add(++line);
        }
        return lines.Contains((int)comment["line"]!) && (comment["start_line"] is not { } start || lines.Contains((int)start));
    }

    HttpResponseMessage Change(List<Comment> comments, string method, string rest, JsonObject body)
    {
        var comment = comments.Find(comment => comment.Id == long.Parse(rest.Split('/')[^1]));
        if (comment is null) return Refuse(HttpStatusCode.NotFound, "Not Found");
        if (method == "DELETE")
        {
            comments.Remove(comment);
            return new(HttpStatusCode.NoContent);
        }
        Assert.Equal("PATCH", method);
        if (((string)body["body"]!).Length > 65_536) return Refuse(HttpStatusCode.UnprocessableEntity, "Body is too long (maximum is 65536 characters)");
        comment.Body = (string)body["body"]!;
        return Json(HttpStatusCode.OK, CommentJson(comment));
    }

    HttpResponseMessage GraphQl(JsonObject body)
    {
        var query = (string)body["query"]!;
        if (query.Contains("viewer", StringComparison.Ordinal)) return Data(new() { ["viewer"] = new JsonObject { ["login"] = "github-actions[bot]" } });
        if (query.Contains("resolveReviewThread", StringComparison.Ordinal))
        {
            if (Lacking.Contains("resolve"))
                return Json(HttpStatusCode.OK, new JsonObject { ["data"] = new JsonObject { ["resolveReviewThread"] = null }, ["errors"] = new JsonArray(new JsonObject { ["type"] = "FORBIDDEN", ["message"] = "Resource not accessible by integration" }) });
            LineComments.Single(comment => $"T{comment.Id}" == (string?)body["variables"]!["id"]).IsResolved = true;
            return Data(new() { ["resolveReviewThread"] = new JsonObject { ["thread"] = new JsonObject { ["id"] = "x" } } });
        }
        Assert.Equal(("acme", "shop"), ((string?)body["variables"]!["owner"], (string?)body["variables"]!["name"]));
        var threads = LineComments.Where(comment => comment.InReplyTo is null).Select(comment => new JsonObject
        {
            ["id"] = $"T{comment.Id}",
            ["is_resolved"] = comment.IsResolved,
            ["comments"] = new JsonObject { ["nodes"] = new JsonArray(new JsonObject { ["database_id"] = comment.Id }) },
        });
        return Data(new() { ["repository"] = new JsonObject { ["pull_request"] = new JsonObject { ["review_threads"] = new JsonObject { ["nodes"] = new JsonArray([.. threads]), ["page_info"] = new JsonObject { ["has_next_page"] = false, ["end_cursor"] = null } } } } });

        static HttpResponseMessage Data(JsonObject data) => Json(HttpStatusCode.OK, new JsonObject { ["data"] = data });
    }

    HttpResponseMessage Page(Request request, IEnumerable<JsonNode> all)
    {
        var query = request.Query.TrimStart('?').Split('&').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[^1]);
        var (page, size) = (int.Parse(query.GetValueOrDefault("page", "1")), int.Parse(query.GetValueOrDefault("per_page", "30")));
        Assert.InRange(size, 1, 100);
        var items = all.ToList();
        var response = Json(HttpStatusCode.OK, new JsonArray([.. items.Skip((page - 1) * size).Take(size)]));
        if (items.Count > page * size) response.Headers.TryAddWithoutValidation("Link", $"<{BaseAddress}{request.Path}?per_page={size}&page={page + 1}>; rel=\"next\", <{BaseAddress}{request.Path}?per_page={size}&page={(items.Count + size - 1) / size}>; rel=\"last\"");
        return response;
    }

    static JsonObject FileJson(string path, string? patch) => new() { ["filename"] = path, ["status"] = "modified", ["additions"] = 1, ["deletions"] = 1, ["changes"] = 2, ["patch"] = patch };

    JsonObject CommentJson(Comment comment) => new()
    {
        ["id"] = comment.Id,
        ["node_id"] = "x",
        ["body"] = comment.Body,
        ["user"] = new JsonObject { ["login"] = comment.Login, ["id"] = 41898282 },
        ["html_url"] = $"https://github.com/{Payload.Repository}/pull/7#issuecomment-{comment.Id}",
        ["url"] = $"{BaseAddress}/x",
        ["path"] = comment.Path,
        ["line"] = comment.Line,
        ["in_reply_to_id"] = comment.InReplyTo,
        ["created_at"] = "2026-01-01T00:00:00Z",
        ["updated_at"] = "2026-01-01T00:00:00Z",
    };

    static HttpResponseMessage Refuse(HttpStatusCode status, string message) => Json(status, new JsonObject { ["message"] = message, ["documentation_url"] = "https://docs.github.com/rest" });

    static HttpResponseMessage Json(HttpStatusCode status, JsonNode body) => new(status) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };

    [GeneratedRegex("^(/api/v3)?/repos/(?<repository>[^/]+/[^/]+)/(?<rest>.+)$")]
    private static partial Regex Route();

    [GeneratedRegex(@"^@@ -\S+ \+(\d+)")]
    private static partial Regex Hunk();

    /// <summary>The requests of all tests, one JSON object a line.</summary>
    static class Recording
    {
        static readonly Lock Gate = new();

        public static void Add(Request request)
        {
            if (Environment.GetEnvironmentVariable("SHIFTLEFT_REQUESTS") is not { Length: > 0 } file) return;
            var path = request.Path.StartsWith("/api/", StringComparison.Ordinal) && !request.Path.EndsWith("/graphql", StringComparison.Ordinal) ? request.Path["/api/v3".Length..] : request.Path;
            var line = JsonSerializer.Serialize(new { method = request.Method, path, query = request.Query, body = request.Body });
            lock (Gate) File.AppendAllText(file, line + "\n");
        }
    }
}
