namespace ShiftLeft.Actions;

/// <summary>What was asked for, or why it was refused.</summary>
readonly record struct Answer<T>(T? Value, Refusal? Refusal);

/// <summary>Why GitHub did not do what it was asked.</summary>
/// <param name="Status">The status of HTTP; 0 where there was no answer.</param>
/// <param name="Message">GitHub's own words; they are not ours, and are escaped like the tree's.</param>
sealed record Refusal(int Status, string Message)
{
    /// <summary>Whether the token lacks a permission; GitHub hides from those who may not see with 404.</summary>
    public bool IsForbidden => Status is 401 or 403 or 404 && !IsRateLimit;

    public bool IsRateLimit => Status == 429 || (Status == 403 && Message.Contains("rate limit", StringComparison.OrdinalIgnoreCase));

    /// <summary>The words as a part of a sentence: at most 300 characters, without backticks of their own.</summary>
    public string Quoted => Message.Length == 0 ? $"`{Status}`" : $"`{Message[..Math.Min(Message.Length, 300)].Replace('`', '\'')}`";
}
