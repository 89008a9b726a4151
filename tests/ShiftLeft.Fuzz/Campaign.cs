using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace ShiftLeft.Fuzz;

/// <summary>Input after input until the time is over; those for which something does not hold are kept, once for each thing.</summary>
static class Campaign
{
    /// <summary>Of the processors' time: a machine that has much else to do is no fault of the input.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <returns>0 when all held, 1 when something did not, 3 when an input did not end.</returns>
    public static int Run(Options options)
    {
        Directory.CreateDirectory(options.Found);
        var mutator = new Mutator(Seeds.All(Repository()), new Random(options.Seed));
        var known = new HashSet<string>(StringComparer.Ordinal);
        var watch = Stopwatch.StartNew();
        var slowest = TimeSpan.Zero;
        var runs = 0;
        for (; runs < options.Runs && watch.Elapsed.TotalMinutes < options.Minutes; runs++)
        {
            var input = mutator.Next();
            var before = Spent;
            if (!TryCheck(input, out var broken))
            {
                Keep(options, $"{options.Seed}-{runs}-hang", input, [$"takes longer than {Longest.TotalSeconds} s"]);
                return 3;
            }
            slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, (Spent - before).Ticks));
            // Numbers and names differ from input to input; the sentence about them is the same fault.
            if (broken.Any(sentence => known.Add(new string([.. sentence.Where(c => !char.IsAsciiDigit(c))])))) Keep(options, $"{options.Seed}-{runs}", input, broken);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{runs} inputs, {known.Count} things that do not hold, the slowest input {slowest.TotalSeconds:N1} s"));
        return known.Count == 0 ? 0 : 1;
    }

    /// <returns>False when it did not end.</returns>
    static bool TryCheck(Input input, out ImmutableArray<string> broken)
    {
        ImmutableArray<string> found = [];
        var thread = new Thread(() => found = Invariants.Broken(input), maxStackSize: 8 * 1024 * 1024) { IsBackground = true };
        var before = Spent;
        thread.Start();
        var ended = false;
        while (!ended && Spent - before < Longest) ended = thread.Join(TimeSpan.FromSeconds(1));
        broken = ended ? found : [];
        return ended;
    }

    static TimeSpan Spent
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.TotalProcessorTime;
        }
    }

    static void Keep(Options options, string name, Input input, ImmutableArray<string> broken)
    {
        File.WriteAllText(Path.Combine(options.Found, name + ".txt"), input.ToString());
        foreach (var sentence in broken) Console.WriteLine($"{name}: {sentence}");
    }

    /// <summary>The root of the repository; null where the program stands alone.</summary>
    static string? Repository()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "ShiftLeft.sln"))) return folder;
        }
        return null;
    }
}
