using System.Collections.Immutable;
using ShiftLeft.Actions;
using ShiftLeft.Yaml;

namespace ShiftLeft.Tests.GitHub;

/// <summary><c>action.yml</c> says what the program does.</summary>
public sealed class ActionFileTests
{
    [Fact]
    public void It_lists_the_inputs_that_the_program_reads_and_no_other()
    {
        var read = new SortedSet<string>(StringComparer.Ordinal);
        Inputs.Read(RunnerWith(name =>
        {
            read.Add(name);
            return null;
        }));
        Assert.Equal(read.Where(name => name.StartsWith("INPUT_", StringComparison.Ordinal)), InputNames.Select(VariableOf).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Its_defaults_are_the_programs()
    {
        var defaults = ActionFile["inputs"]!.Entries.ToDictionary(input => VariableOf(input.Key.Value), input => input.Value["default"]!.Text, StringComparer.Ordinal);
        Assert.Equal("${{ github.token }}", defaults["INPUT_TOKEN"]);
        defaults.Remove("INPUT_TOKEN");
        var (given, problems) = Inputs.Read(RunnerWith(defaults.GetValueOrDefault));
        var (none, _) = Inputs.Read(RunnerWith(_ => null));
        Assert.Empty(problems);
        Assert.Equal(none.Paths.AsEnumerable(), given.Paths);
        Assert.Equal(none with { Paths = [] }, given with { Paths = [] });
    }

    [Fact]
    public void Every_input_and_output_is_described() =>
        Assert.All(ActionFile["inputs"]!.Entries.Concat(ActionFile["outputs"]!.Entries), entry => Assert.EndsWith(".", entry.Value["description"]?.Text, StringComparison.Ordinal));

    /// <summary>An action that is built anew on every run costs every user a minute of each.</summary>
    [Fact]
    public void It_names_the_image_of_this_version() =>
        Assert.Equal($"docker://ghcr.io{new Uri(Product.RepositoryUrl).AbsolutePath}-action:{Product.Version}", ActionFile.At("runs", "image")?.Text);

    static YamlNode ActionFile => GitHubFile.Read("action.yml");

    static ImmutableArray<string> InputNames => [.. ActionFile["inputs"]!.Entries.Select(input => input.Key.Value)];

    /// <summary>The runner's way to name the variable of an input.</summary>
    static string VariableOf(string input) => $"INPUT_{input.ToUpperInvariant()}";

    static Runner RunnerWith(Func<string, string?> variable) =>
        new(variable, TextWriter.Null, default, () => throw new InvalidOperationException("no request is sent"), _ => throw new InvalidOperationException("nothing waits"));
}
