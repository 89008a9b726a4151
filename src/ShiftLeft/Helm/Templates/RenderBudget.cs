namespace ShiftLeft.Helm.Templates;

/// <summary>What a chart may spend. One over the limit ends its rendering with a <see cref="BudgetException"/>, never the others'.</summary>
sealed class RenderBudget
{
    /// <summary>Nodes of templates executed, and elements that functions loop over.</summary>
    public const long MostSteps = 20_000_000;
    /// <summary>Characters written by actions and functions, all in all.</summary>
    public const long MostCharacters = 128L * 1024 * 1024;

    long steps = MostSteps;
    long characters = MostCharacters;

    public void Step(long count = 1)
    {
        if ((steps -= count) < 0) throw new BudgetException($"takes more than {MostSteps:N0} steps to render");
    }

    /// <summary>To be called before so many characters are made.</summary>
    public void Write(long count)
    {
        if ((characters -= count) < 0) throw new BudgetException($"writes more than {MostCharacters / 1024 / 1024} Mi characters while rendering");
    }
}

/// <summary>The words go behind the chart's name.</summary>
sealed class BudgetException(string message) : Exception(message);
