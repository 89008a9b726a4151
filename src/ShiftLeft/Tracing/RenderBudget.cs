namespace ShiftLeft.Tracing;

/// <summary>What a rendering may spend. One over the limit ends it with a <see cref="BudgetException"/>, never the others'.</summary>
sealed class RenderBudget
{
    /// <summary>Nodes of templates executed, and elements that functions loop over.</summary>
    public const long MostSteps = 20_000_000;
    /// <summary>Characters written by actions and functions, all in all.</summary>
    public const long MostCharacters = 256L * 1024 * 1024;

    /// <summary>What an element of a new list costs, which is held in memory.</summary>
    public const long StepsOfElement = 10;

    /// <summary>What it costs to load a chart.</summary>
    public const long StepsOfChart = 20_000;
    /// <summary>What it costs to let a chart take part under a name.</summary>
    public const long StepsOfName = 2_000;

    const long CharactersOfRun = 16;

    readonly long mostSteps;
    readonly long mostCharacters;
    long steps;
    long characters;

    /// <param name="all">What the charts of the scan have left; null where the chart is alone.</param>
    public RenderBudget(ScanBudget? all = null)
    {
        All = all ?? new();
        steps = mostSteps = Math.Min(MostSteps, All.Steps);
        characters = mostCharacters = Math.Min(MostCharacters, All.Characters);
    }

    public ScanBudget All { get; }

    /// <summary>The rendering is done: what it has spent, others cannot.</summary>
    public void Settle() => All.Take(mostSteps - Math.Max(0, steps), mostCharacters - Math.Max(0, characters));

    public void Step(long count = 1)
    {
        if ((steps -= count) < 0) throw new BudgetException(mostSteps < MostSteps ? $"is not rendered: the charts of this scan take more than {ScanBudget.MostSteps:N0} steps in all" : $"takes more than {MostSteps:N0} steps to render");
    }

    /// <summary>To be called before one text is searched for another, which at worst takes the product of their lengths.</summary>
    public void Search(string text, string sought) => Step((long)text.Length * (sought.Length + 16) / 1024);

    /// <summary>To be called before a text is written so many times: a run of an origin of its own takes as much memory as some characters.</summary>
    public void Write(TracedText text, long times = 1)
    {
        var size = text.Length + CharactersOfRun * text.Runs.Length;
        Write(times > MostCharacters || size * times > MostCharacters ? MostCharacters + 1 : size * times);
    }

    /// <summary>To be called before so many characters are made.</summary>
    public void Write(long count)
    {
        if ((characters -= count) < 0) throw new BudgetException(mostCharacters < MostCharacters ? $"is not rendered: the charts of this scan write more than {ScanBudget.MostCharacters / 1024 / 1024} Mi characters in all" : $"writes more than {MostCharacters / 1024 / 1024} Mi characters while rendering");
    }
}

/// <summary>The words go behind the chart's name.</summary>
sealed class BudgetException(string message) : Exception(message);
