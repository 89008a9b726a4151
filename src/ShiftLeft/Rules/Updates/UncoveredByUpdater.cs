using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.Updates;

/// <summary>A Dockerfile that the repository's update bot is not told of.</summary>
sealed class UncoveredByUpdater : Rule<Workspace>
{
    public override RuleInfo Info { get; } = new("SL3901", "uncovered-by-updater", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "Dependabot does not look at the folder of a Dockerfile",
        Why = "The repository keeps itself up to date, but not this image: its base stays as it is, with every flaw that is found in it.",
        Fix = "Add the folder to an entry with `package-ecosystem: docker` in `.github/dependabot.yml`.",
        References = ["https://docs.github.com/code-security/dependabot/working-with-dependabot/dependabot-options-reference"],
        Cwe = [1395],
        Bad =
        [
            """
            === .github/dependabot.yml
            version: 2
            [1|updates|]:
              - package-ecosystem: docker
                directory: /
                schedule:
                  interval: weekly
            === api/Dockerfile
            FROM [|debian:12|]
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
            """
            === .github/dependabot.yml
            version: 2
            [1|updates|]:
              - package-ecosystem: docker
                directories:
                  - /services/*
                schedule:
                  interval: weekly
            === services/orders/Dockerfile
            FROM debian:12
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]
            === web/Dockerfile
            FROM [|nginxinc/nginx-unprivileged:1.29|]
            COPY dist/ /usr/share/nginx/html/

            """,
        ],
        Good =
        [
            """
            === .github/dependabot.yml
            version: 2
            updates:
              - package-ecosystem: docker
                directories:
                  - /services/*
                  - /web
                schedule:
                  interval: weekly
            === services/orders/Dockerfile
            FROM debian:12
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]
            === web/Dockerfile
            FROM scratch
            COPY server /server
            USER 10001
            CMD ["/server"]

            """,
            """
            === api/Dockerfile
            FROM debian:12
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
        ],
    };

    // Renovate looks at all folders unless it is told not to.
    public override IEnumerable<Finding> Check(Workspace workspace, Settings settings)
    {
        var dependabot = workspace.Automation.FirstOrDefault(file => file.Path.StartsWith(".github/dependabot.", StringComparison.Ordinal));
        if (dependabot is null || workspace.Automation.Any(file => file.Path.Contains("renovate", StringComparison.Ordinal))) yield break;
        var read = YamlFile.Parse(dependabot);
        if (read.Documents is not [var root, ..] || root["updates"] is not { Items: { IsEmpty: false } updates } node) yield break;
        var covered = updates.Where(update => update["package-ecosystem"]?.Text == "docker")
            .SelectMany(update => (update["directories"]?.Items ?? []).Append(update["directory"])).Select(folder => folder?.Text).OfType<string>()
            .Select(folder => folder.Trim('/')).ToImmutableArray();
        foreach (var file in workspace.Dockerfiles)
        {
            var folder = TreePath.FolderOf(file.Path);
            if (covered.Any(pattern => pattern == folder || (pattern.Contains('*', StringComparison.Ordinal) && Glob.IsMatch(pattern, folder)))) continue;
            if (file.Stages.FirstOrDefault(stage => stage.Base.Image is not null) is not { } stage) continue;
            yield return this.At(stage, stage.Anchor, $"`{(folder.Length == 0 ? "/" : folder)}` is in no `docker` entry of `{dependabot.Path}`") with { Related = [new(((YamlMapping)root).Entry("updates")?.Key.Location ?? node.Location, "the entries")] };
        }
    }
}
