using ShiftLeft.Docker;
using ShiftLeft.Docker.Syntax;

namespace ShiftLeft.Rules.Correctness;

/// <summary>Instructions in capitals and in lower case side by side.</summary>
sealed class InconsistentInstructionCasing : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8010", "inconsistent-instruction-casing", Level.Info, Profile.All, Since: "0.1")
    {
        Title = "An instruction is cased unlike the others",
        Why = "It is a matter of reading: instructions stand out when they look alike.",
        Fix = "Write all instructions in capitals.",
        References = ["https://docs.docker.com/reference/build-checks/consistent-instruction-casing/"],
        Equivalents = ["BuildKit/ConsistentInstructionCasing"],
        Bad = ["FROM debian:12\n[|run|] make\nCMD [\"/app\"]\n"],
        Good = ["FROM debian:12\nRUN make\n", "from debian:12\nrun make\n"],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        // Like BuildKit, the arguments above the first FROM are left out.
        var keywords = file.Stages.SelectMany(stage => stage.Instructions.Prepend(stage.From)).Where(instruction => InstructionCheck.IsKeyword(instruction.Name)).Select(instruction => instruction.Syntax.Keyword).ToList();
        var lower = keywords.Count(word => !word.Text.Any(char.IsAsciiLetterUpper));
        var upper = keywords.Count(word => !word.Text.Any(char.IsAsciiLetterLower));
        var wantsUpper = upper >= lower;
        foreach (var word in keywords)
        {
            var wanted = wantsUpper ? word.Text.ToUpperInvariant() : word.Text.ToLowerInvariant();
            if (word.Text != wanted) yield return At(word.Location, $"`{word.Text}` is cased unlike the file's other instructions", DockerFindings.Replace($"Write `{wanted}`", word.Location, wanted));
        }
    }
}
