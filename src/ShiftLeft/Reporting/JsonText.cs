namespace ShiftLeft.Reporting;

/// <summary>What JSON that may be printed to a build log has to mind.</summary>
static class JsonText
{
    /// <summary>
    /// The runners of GitHub and Azure Pipelines obey <c>##[…]</c> and <c>##vso[…]</c> wherever they stand in a line. In JSON a <c>#</c>
    /// stands only in strings, where its escape means the same.
    /// </summary>
    public static string WithoutLogCommands(string json) => json.Replace("##", "#\\u0023", StringComparison.Ordinal);
}
