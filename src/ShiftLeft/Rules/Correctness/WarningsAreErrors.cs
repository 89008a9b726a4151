using ShiftLeft.Docker;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Rules.Secrets;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A file that makes BuildKit's warnings errors, and has some.</summary>
sealed class WarningsAreErrors : Rule<Dockerfile>
{
    const int MostNamed = 5;
    const string Peer = "BuildKit/";

    public override RuleInfo Info { get; } = new("SL8034", "warnings-are-errors", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A warning fails the build, because the file says so",
        Why = "`# check=error=true` turns BuildKit's warnings into errors: the build ends although every instruction could be carried out.",
        Fix = "Correct what the message names, or except the check that is meant to be broken: `# check=skip=JSONArgsRecommended;error=true`.",
        References = ["https://docs.docker.com/build/checks/#fail-build-on-check-violations"],
        RefusedBy = "buildkit",
        Bad =
        [
            """
            # syntax=docker/dockerfile:1
            [|# check=error=true|]
            FROM debian:13-slim
            COPY service /usr/local/bin/
            ENTRYPOINT service --config /etc/service.yml

            """,
            """
            [|# check=skip=StageNameCasing;error=true|]
            FROM golang:1.26 AS Build
            WORKDIR /src
            COPY . .
            RUN go build -o /service .
            MAINTAINER platform@example.com

            """,
        ],
        Good =
        [
            """
            # syntax=docker/dockerfile:1
            # check=error=true
            FROM debian:13-slim
            COPY service /usr/local/bin/
            ENTRYPOINT ["service", "--config", "/etc/service.yml"]

            """,
            """
            # check=skip=JSONArgsRecommended;error=true
            FROM debian:13-slim
            CMD service --config /etc/service.yml

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        // What is refused anyway never comes so far.
        if (!file.Syntax.Check.FailsOnWarnings || !file.Problems.IsEmpty) yield break;
        var directive = file.Syntax.Directives.FirstOrDefault(directive => directive.Name == "check");
        var broken = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var rule in Catalogue.Rules.OfType<Rule<Dockerfile>>())
        {
            var peers = rule.Info.Equivalents.Where(id => id.StartsWith(Peer, StringComparison.Ordinal)).Select(id => id[Peer.Length..]).Where(name => !file.Syntax.Check.Skips(name)).ToList();
            if (peers.Count == 0) continue;
            foreach (var finding in rule.Check(file, settings).Where(finding => IsWarning(file, finding)))
                broken.UnionWith(peers.Where(peer => rule.Info.IsAskedBy(Peer + peer, finding) && !IsSkippedAbove(file, finding, peer)));
        }
        if (broken.Count == 0) yield break;
        var names = string.Join(", ", broken.Take(MostNamed).Select(name => $"`{name}`")) + (broken.Count > MostNamed ? " and others" : "");
        yield return At(directive?.Location ?? file.Syntax.Instructions[0].Keyword.Location, $"warnings fail this build, and there are some: {names}");
    }

    /// <summary>Whether BuildKit warns of it too: not behind <c>ONBUILD</c>, not where only the build can tell, and of secrets by their names alone.</summary>
    static bool IsWarning(Dockerfile file, Finding finding) =>
        !finding.IsConditional && file.InstructionAt(finding.Location.Span.Start)?.Name != "ONBUILD" &&
        (finding.Rule.Practice != Practice.Secrets || SecretLikeName.IsSecretToBuildKit(finding.Location.Text.Split('=', ' ')[0]));

    /// <summary>A comment above an instruction may except it alone.</summary>
    static bool IsSkippedAbove(Dockerfile file, Finding finding, string peer) =>
        file.InstructionAt(finding.Location.Span.Start)?.CommentsAbove.Select(CheckOptions.OfComment).FirstOrDefault(options => options is not null)?.Skips(peer) == true;
}
