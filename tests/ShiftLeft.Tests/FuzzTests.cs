using ShiftLeft.Fuzz;

namespace ShiftLeft.Tests;

public sealed class FuzzTests
{
    /// <summary>A short campaign with a fixed seed; a long one is a command of its own.</summary>
    [Fact]
    public void Mutated_workspaces_break_no_invariant()
    {
        using var found = new TemporaryFolder();
        Assert.Equal(0, Campaign.Run(new(Seed: 20260701, Runs: 150, Minutes: 30, Found: found.Path)));
    }
}
