namespace ShiftLeft.Tracing;

/// <summary>
/// What all renderings of a scan may spend together. Each may spend what one may as long as there is so much left: then the charts that come later say
/// that they were not rendered.
/// </summary>
sealed class ScanBudget
{
    /// <summary>As <see cref="RenderBudget.MostSteps"/>, for all charts.</summary>
    public const long MostSteps = 600_000_000;
    /// <summary>As <see cref="RenderBudget.MostCharacters"/>, for all charts.</summary>
    public const long MostCharacters = 1024L * 1024 * 1024;
    /// <summary>What archives unpack to, which is let go when its chart is done.</summary>
    public const long MostUnpacked = 1024L * 1024 * 1024;
    /// <summary>Keys and items of values files, which are kept to the end, each with about a kilobyte.</summary>
    public const long MostValues = 600_000;
    /// <summary>Nodes of what charts render to, which are kept, too, each with half of that.</summary>
    public const long MostNodes = 1_500_000;

    public long Steps { get; private set; } = MostSteps;
    public long Characters { get; private set; } = MostCharacters;
    public long Unpacked { get; private set; } = MostUnpacked;
    public long Values { get; private set; } = MostValues;
    public long Nodes { get; private set; } = MostNodes;

    /// <summary>Takes what a rendering has spent.</summary>
    public void Take(long steps, long characters) => (Steps, Characters) = (Math.Max(0, Steps - steps), Math.Max(0, Characters - characters));

    public void TakeUnpacked(long bytes) => Unpacked = Math.Max(0, Unpacked - bytes);

    /// <summary>To be called with none before values are read, and with their number behind that: who comes when there are none left is not read at all.</summary>
    /// <exception cref="BudgetException">There are no more left.</exception>
    public void TakeValues(long count)
    {
        Values = Math.Max(0, Values - count);
        if (Values == 0) throw new BudgetException($"is not rendered: the values files of this scan's charts hold more than {MostValues:N0} values in all");
    }

    /// <summary>The same for what charts render to.</summary>
    /// <exception cref="BudgetException">There are no more left.</exception>
    public void TakeNodes(long count)
    {
        Nodes = Math.Max(0, Nodes - count);
        if (Nodes == 0) throw new BudgetException($"is not judged: the charts of this scan render to more than {MostNodes:N0} values in all");
    }
}
