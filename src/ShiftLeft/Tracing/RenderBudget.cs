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

    const long CharactersOfRun = 16;

    long steps = MostSteps;
    long characters = MostCharacters;

    public void Step(long count = 1)
    {
        if ((steps -= count) < 0) throw new BudgetException($"takes more than {MostSteps:N0} steps to render");
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
        if ((characters -= count) < 0) throw new BudgetException($"writes more than {MostCharacters / 1024 / 1024} Mi characters while rendering");
    }
}

/// <summary>The words go behind the chart's name.</summary>
sealed class BudgetException(string message) : Exception(message);
