using ShiftLeft.Docker.Shell;
using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A pipeline whose failing command goes unnoticed.</summary>
sealed class PipeWithoutPipefail : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8005", "pipe-without-pipefail", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "A pipeline's failure is not noticed",
        Why = "A pipeline succeeds when its last command does: a download or a check before it may fail, and the build goes on with what came.",
        Fix = "Put `SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]` before it, or `set -o pipefail` into the step where the shell knows it.",
        Equivalents = ["DL4006", "kics/shell_running_a_pipe_without_pipefail_flag", "semgrep/set-pipefail"],
        Bad =
        [
            """
            FROM node:24
            RUN [|curl -fsSL https://downloads.example.com/fonts.tar.gz|] | tar -xz -C /usr/share/fonts

            """,
        ],
        Good =
        [
            """
            FROM node:24
            SHELL ["/bin/bash", "-o", "pipefail", "-c"]
            RUN curl -fsSL https://downloads.example.com/fonts.tar.gz | tar -xz -C /usr/share/fonts

            """,
            """
            # `||` is no pipe.
            FROM debian:12-slim
            RUN getent passwd 10001 || useradd --uid 10001 orders

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        foreach (var stage in file.Stages)
        {
            foreach (var run in stage.Runs)
            {
                // One finding for each step: the repair is the same for all its pipelines.
                if (stage.Script(run).Commands.FirstOrDefault(command => command is { PipelineIndex: 0, PipelineLength: > 1, HasPipefail: false, InSubstitution: false, Name: not ("echo" or "printf" or "yes" or "true" or "cat") }) is { } first)
                    yield return this.At(stage, first.Location, $"when `{first.Name}` fails, the step goes on all the same");
            }
        }
    }
}
