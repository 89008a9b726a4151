using ShiftLeft.Docker;
using ShiftLeft.Docker.Shell;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A script in a heredoc that goes on behind a failure.</summary>
sealed class HeredocWithoutErrexit : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8024", "heredoc-without-errexit", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A heredoc's script goes on after a failure",
        Why = "The lines of `RUN <<EOF` are a script of their own: its result is that of the last command, and a failure before it, such as that of a checksum, goes unnoticed.",
        Fix = "Begin the script with `set -e`, or set it for the stage: `SHELL [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\"]`.",
        References = ["https://docs.docker.com/reference/dockerfile/#here-documents"],
        Bad =
        [
            """
            FROM debian:12-slim
            RUN [|<<EOF|]
            apt-get update
            apt-get install -y --no-install-recommends curl
            rm -rf /var/lib/apt/lists/*
            EOF

            """,
            """
            FROM debian:12-slim
            COPY fonts/ /usr/share/fonts/
            RUN [|<<EOF|]
            #!/bin/bash
            sha256sum --check /usr/share/fonts/SHA256SUMS
            rm /usr/share/fonts/SHA256SUMS || true
            EOF

            """,
        ],
        Good =
        [
            """
            FROM debian:12-slim
            RUN <<EOF
            set -e
            apt-get update
            apt-get install -y --no-install-recommends curl
            rm -rf /var/lib/apt/lists/*
            EOF

            """,
            """
            FROM debian:12-slim
            SHELL ["/bin/sh", "-ec"]
            COPY fonts/ /usr/share/fonts/
            RUN <<EOF
            sha256sum --check /usr/share/fonts/SHA256SUMS
            rm /usr/share/fonts/SHA256SUMS
            EOF

            """,
            """
            # One list of commands, a program of another language, and a file that is written.
            FROM python:3.13-slim
            RUN <<EOF
            apt-get update &&
            apt-get install -y --no-install-recommends curl &&
            rm -rf /var/lib/apt/lists/*
            EOF
            COPY orders/ /srv/orders/
            RUN <<EOF
            #!/usr/bin/env python3
            import compileall
            compileall.compile_dir("/srv/orders")
            EOF
            RUN cat <<EOF > /etc/pip.conf
            [global]
            no-cache-dir = true
            EOF

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        foreach (var stage in file.Stages)
        {
            foreach (var run in stage.Runs)
            {
                if (run.Heredocs is not [var heredoc] || run.Syntax.Arguments.Text != heredoc.Opener.Text) continue;
                var steps = stage.Script(run).Commands.Where(command => command is { Name: not "set", InSubstitution: false, Wrappers.IsEmpty: true }).ToList();
                if (steps.Count == 0 || steps[0].HasErrexit || steps.TrueForAll(command => command.Step == steps[0].Step)) continue;
                yield return this.At(stage, heredoc.Opener.Location, $"when `{steps[0].Name}` fails, the script goes on", Insert(heredoc.Body));
            }
        }
    }

    /// <summary>The option on a line of its own, behind the line that names the interpreter.</summary>
    static Fix? Insert(Location body)
    {
        var text = body.Text;
        var start = text.StartsWith("#!", StringComparison.Ordinal) ? text.IndexOf('\n', StringComparison.Ordinal) + 1 : 0;
        return text.Contains('\r', StringComparison.Ordinal) || (start == 0 && text.StartsWith('#')) ? null : new("Begin with `set -e`", [new(new(body.Source, new(body.Span.Start + start, 0)), "set -e\n")]);
    }
}
