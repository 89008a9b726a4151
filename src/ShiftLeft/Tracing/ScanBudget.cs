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

    /// <summary>One with as much left, for a rendering that does not wait for others.</summary>
    public ScanBudget Fork() => (ScanBudget)MemberwiseClone();

    /// <summary>Takes what a fork has spent, if there is more left than that; else the fork was given too much.</summary>
    /// <param name="before">What there was when the fork was made.</param>
    /// <param name="fork">What it has left of that.</param>
    public bool TryTake(ScanBudget before, ScanBudget fork)
    {
        var left = new ScanBudget
        {
            Steps = Steps - (before.Steps - fork.Steps),
            Characters = Characters - (before.Characters - fork.Characters),
            Unpacked = Unpacked - (before.Unpacked - fork.Unpacked),
            Values = Values - (before.Values - fork.Values),
            Nodes = Nodes - (before.Nodes - fork.Nodes),
        };
        if (Math.Min(Math.Min(left.Steps, left.Characters), Math.Min(left.Unpacked, Math.Min(left.Values, left.Nodes))) <= 0) return false;
        (Steps, Characters, Unpacked, Values, Nodes) = (left.Steps, left.Characters, left.Unpacked, left.Values, left.Nodes);
        return true;
    }

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
