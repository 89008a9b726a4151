namespace ShiftLeft.Actions;

// What GitHub sends and gets where Octokit has no types. Its serializer sets properties whose names are GitHub's in snake case.

sealed class SarifReceipt
{
    public string? Id { get; set; }
}

sealed class SarifProgress
{
    /// <summary><c>pending</c>, <c>complete</c> or <c>failed</c>.</summary>
    public string? ProcessingStatus { get; set; }
    public List<string>? Errors { get; set; }
}

/// <summary>A comment on a line of a pull request.</summary>
sealed class LineComment
{
    public long Id { get; set; }
    public string? Body { get; set; }
    public Account? User { get; set; }
    /// <summary>Null where the line is no longer in the diff.</summary>
    public int? Line { get; set; }
    public long? InReplyToId { get; set; }
}

sealed class Account
{
    public string? Login { get; set; }
}

/// <summary>A comment to be; lines count from one, in the version after the change.</summary>
sealed record NewLineComment(string Path, int FirstLine, int LastLine, string Body)
{
    public Dictionary<string, object> Fields()
    {
        var fields = new Dictionary<string, object> { ["path"] = Path, ["line"] = LastLine, ["side"] = "RIGHT", ["body"] = Body };
        if (FirstLine == LastLine) return fields;
        fields["start_line"] = FirstLine;
        fields["start_side"] = "RIGHT";
        return fields;
    }
}

/// <summary>A thread of a review.</summary>
/// <param name="Id">GraphQL's.</param>
/// <param name="Comment">The number of the comment that began it.</param>
sealed record ReviewThread(string Id, long Comment);

sealed class GraphQlAnswer<T>
{
    public T? Data { get; set; }
    public List<GraphQlError>? Errors { get; set; }
}

sealed class GraphQlError
{
    public string? Type { get; set; }
    public string? Message { get; set; }
}

sealed class GraphQlViewer
{
    public Account? Viewer { get; set; }
}

sealed class GraphQlRepository
{
    public GraphQlPullRequest? Repository { get; set; }

    internal sealed class GraphQlPullRequest
    {
        public GraphQlThreads? PullRequest { get; set; }
    }

    internal sealed class GraphQlThreads
    {
        public GraphQlPage? ReviewThreads { get; set; }
    }

    internal sealed class GraphQlPage
    {
        public List<GraphQlThread> Nodes { get; set; } = [];
        public GraphQlCursor? PageInfo { get; set; }
    }

    internal sealed class GraphQlThread
    {
        public string Id { get; set; } = "";
        public bool IsResolved { get; set; }
        public GraphQlComments? Comments { get; set; }
    }

    internal sealed class GraphQlComments
    {
        public List<GraphQlComment>? Nodes { get; set; }
    }

    internal sealed class GraphQlComment
    {
        public long? DatabaseId { get; set; }
    }

    internal sealed class GraphQlCursor
    {
        public bool HasNextPage { get; set; }
        public string? EndCursor { get; set; }
    }
}
