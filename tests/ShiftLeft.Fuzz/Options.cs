using System.Globalization;

namespace ShiftLeft.Fuzz;

/// <summary>What a campaign was asked for.</summary>
/// <param name="Seed">Of the random numbers: the same seed makes the same inputs.</param>
/// <param name="Runs">How many inputs at most.</param>
/// <param name="Minutes">How long at most.</param>
/// <param name="Found">The folder that takes the inputs for which something does not hold.</param>
sealed record Options(int Seed = 1, int Runs = int.MaxValue, double Minutes = 1, string Found = "artifacts/fuzz")
{
    public static Options? Read(string[] args)
    {
        var options = new Options();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length) return null;
            var number = double.TryParse(args[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0 ? value : -1;
            if (args[i] == "--found") options = options with { Found = args[i + 1] };
            else if (number < 0) return null;
            else if (args[i] == "--seed") options = options with { Seed = (int)number };
            else if (args[i] == "--runs") options = options with { Runs = (int)number };
            else if (args[i] == "--minutes") options = options with { Minutes = number };
            else return null;
        }
        return options;
    }

    public static int Help()
    {
        Console.Error.WriteLine($"usage: ShiftLeft.Fuzz [--seed N] [--runs N] [--minutes M] [--found FOLDER]\n       ShiftLeft.Fuzz target {string.Join('|', Targets.All.Select(target => target.Name))}");
        return 2;
    }
}
