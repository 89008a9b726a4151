using ShiftLeft.Docker.Shell;
using ShiftLeft.Docker;
using ShiftLeft.Rules.TrustedImages;
using System.Collections.Frozen;

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
            RUN [|curl -fsSL https://downloads.example.com/hosts|] | sort -u > /etc/orders/hosts

            """,
        ],
        Good =
        [
            """
            FROM node:24
            SHELL ["/bin/bash", "-o", "pipefail", "-c"]
            RUN curl -fsSL https://downloads.example.com/hosts | sort -u > /etc/orders/hosts

            """,
            """
            # An archive that is empty or cut off fails `tar`, and with it the step.
            FROM node:24
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
            // One finding for each step: the repair is the same for all its pipelines.
            foreach (var run in stage.Runs)
            {
                if (Find(stage, stage.Script(run)) is { } found) yield return found;
            }
        }
    }

    Finding? Find(Stage stage, ShellScript script)
    {
        // The command around a substitution is noted behind it.
        var outer = 0;
        for (var i = 0; i < script.Commands.Length; i++)
        {
            while (outer < script.Commands.Length && (outer <= i || script.Commands[outer].InSubstitution)) outer++;
            if (Find(stage, script, script.Commands[i], outer < script.Commands.Length ? script.Commands[outer] : null) is { } found) return found;
        }
        return null;
    }

    Finding? Find(Stage stage, ShellScript script, ShellCommand first, ShellCommand? outer)
    {
        // A wrapper fails as its command does; what find runs for each file is find's own affair.
        if (first.IsHandled || first.PipelineIndex != 0 || first.Wrappers is [.., "find"] || (first.Name != "find" && Wrapper.InnerCommands(first).Any())) return null;
        if (first.InSubstitution) return FindInSubstitution(stage, script, first, outer);
        if (first.PipelineLength == 1 || first.HasPipefail || !MayFail(first) || FailsOnNothing(LastOf(script, first))) return null;
        return this.At(stage, first.Location, $"when `{first.Name}` fails, the step goes on all the same");
    }

    /// <summary>
    /// A substitution's result counts only where it is all that an assignment has to do: <c>V=$(…)</c>. Anywhere else a download that fails leaves an
    /// empty word, whatever the shell's options are.
    /// </summary>
    Finding? FindInSubstitution(Stage stage, ShellScript script, ShellCommand first, ShellCommand? owner)
    {
        if (!Downloads.Is(first) || owner is not { IsHandled: false } || !owner.Location.Span.Contains(first.Location.Span)) return null;
        var assignment = owner.Assignments.FirstOrDefault(assignment => assignment.Location.Span.Contains(first.Location.Span));
        if (assignment is null) return first.PipelineLength > 1 && Downloads.Is(owner) ? this.At(stage, first.Location, $"when `{first.Name}` fails, `{owner.Name}` is run all the same, without what it would have printed") : null;
        if (owner.NameWord.Skeleton.Length > 0) return this.At(stage, first.Location, $"when `{first.Name}` fails, `{assignment.Name}` is empty and the step goes on: the result of `{owner.Name}` is what counts");
        if (first.PipelineLength == 1 || first.HasPipefail || FailsOnNothing(LastOf(script, first))) return null;
        return this.At(stage, first.Location, $"when `{first.Name}` fails, `{assignment.Name}` is empty and the step goes on all the same");
    }

    static ShellCommand? LastOf(ShellScript script, ShellCommand first) => script.Pipeline(first.Pipeline).LastOrDefault(command => command.Pipeline == first.Pipeline && command.PipelineIndex == first.PipelineLength - 1);

    static bool MayFail(ShellCommand command) => command.Name.Length > 0 && !Sure.Contains(command.Name);

    // They print what they are told, or what is always there.
    static readonly FrozenSet<string> Sure = FrozenSet.ToFrozenSet(
        ["echo", "printf", "yes", "true", ":", "cat", "uname", "nproc", "date", "hostname", "whoami", "pwd", "env", "printenv", "set", "seq", "id", "arch", "ls", "find", "ldd"], StringComparer.Ordinal);

    /// <summary>
    /// Whether a command fails when nothing comes: then so does the pipeline, and the failure is noticed. Measured with GNU's, busybox's and gpg's.
    /// </summary>
    static bool FailsOnNothing(ShellCommand? last) => last?.Name switch
    {
        null => true,
        "tar" or "bsdtar" or "cpio" or "gunzip" or "zcat" or "bunzip2" or "bzcat" or "unxz" or "xzcat" or "unzstd" or "zstdcat" or "unzip" or "grep" or "egrep" or "fgrep" or "zgrep" or "rg" or "gpg" or "gpg2" or "apt-key" or "read" or "ar" or "7z" => true,
        "gzip" or "bzip2" or "xz" or "zstd" => last.Option("--decompress", 'd') is not null,
        "jq" => last.Option("--exit-status", 'e') is not null,
        "git" => last.Arguments is [{ Skeleton: "apply" or "am" }, ..],
        "docker" or "podman" => last.Arguments is [{ Skeleton: "load" or "import" }, ..],
        "kubectl" => true,
        _ => last.Name.EndsWith("sum", StringComparison.Ordinal) && last.Option("--check", 'c') is not null,
    };
}
