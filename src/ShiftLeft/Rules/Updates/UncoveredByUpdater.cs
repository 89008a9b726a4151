using System.Collections.Immutable;
using ShiftLeft.Docker;
using ShiftLeft.Files;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.Updates;

/// <summary>A Dockerfile that the repository's update bot is not told of.</summary>
sealed class UncoveredByUpdater : Rule<Workspace>
{
    public override RuleInfo Info { get; } = new("SL3901", "uncovered-by-updater", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "The update bot does not look at the folder of a Dockerfile",
        Why = "The repository keeps itself up to date, but not this image: its base stays as it is, with every flaw that is found in it.",
        Fix = "Add the folder to an entry with `package-ecosystem: docker` in `.github/dependabot.yml`, or let Renovate's `dockerfile` manager run.",
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

    /// <summary>Folders that a message names; of more it says how many there are, and one finding tells of them all.</summary>
    const int MostFolders = 5;

    public override IEnumerable<Finding> Check(Workspace workspace, Settings settings)
    {
        var folders = workspace.Dockerfiles.Select(file => (Folder: TreePath.FolderOf(file.Path), Stage: file.Stages.FirstOrDefault(HasVersion)))
            .Where(file => file.Stage is not null && !file.Folder.Split('/').Contains("vendor")).DistinctBy(file => file.Folder).ToList();
        if (folders.Count == 0) return [];
        if (workspace.Automation.FirstOrDefault(file => file.Path.Contains("renovate", StringComparison.Ordinal)) is { } renovate)
            return RenovateSwitch(renovate) is { } place ? [At(place.Location, $"{place.Why}, and so none of {Listed(folders.ConvertAll(file => file.Folder))}")] : [];
        return workspace.Automation.FirstOrDefault(file => file.Path.StartsWith(".github/dependabot.", StringComparison.Ordinal)) is { } dependabot ? Dependabot(dependabot, folders!) : [];
    }

    /// <summary>Of a variable, a name without a version and a tag without a number there is nothing that an updater could raise.</summary>
    static bool HasVersion(Stage stage) =>
        stage.Base is { Expansion.IsLiteral: true, Image: { } image } && (image.Digest is not null || (image.Tag is { } tag && tag.Any(char.IsAsciiDigit)));

    IEnumerable<Finding> Dependabot(SourceText source, List<(string Folder, Stage Stage)> folders)
    {
        var read = YamlFile.Parse(source);
        if (read.Documents is not [YamlMapping root, ..] || root["updates"] is not { Items: { IsEmpty: false } updates } node) return [];
        var entries = root.Entry("updates")?.Key.Location ?? node.Location;
        var docker = updates.Where(update => update["package-ecosystem"]?.Text == "docker").ToList();
        if (docker.Count == 0) return [At(entries, $"no entry is for `docker`, and so none looks at {Listed(folders.ConvertAll(file => file.Folder))}")];
        var covered = docker.SelectMany(update => (update["directories"]?.Items ?? []).Append(update["directory"])).Select(folder => folder?.Text).OfType<string>()
            .Select(folder => folder.Trim('/')).ToImmutableArray();
        var left = folders.Where(file => !covered.Any(pattern => Covers(pattern, file.Folder))).ToList();
        if (left.Count > MostFolders) return [At(entries, $"no `docker` entry looks at {Listed(left.ConvertAll(file => file.Folder))}")];
        return from file in left
               select this.At(file.Stage, file.Stage.Anchor, $"`{(file.Folder.Length == 0 ? "/" : file.Folder)}` is in no `docker` entry of `{source.Path}`") with { Related = [new(entries, "the entries")] };
    }

    static bool Covers(string pattern, string folder) =>
        pattern == folder || pattern is "**" or "**/*"
        || (pattern.Contains('*', StringComparison.Ordinal) && (Glob.IsMatch(pattern, folder) || (pattern.EndsWith("/**", StringComparison.Ordinal) && Glob.IsMatch(pattern[..^3], folder))));

    /// <summary>Renovate looks at all folders unless it is told not to look at Dockerfiles at all. A file that cannot be read tells nothing.</summary>
    static (Location Location, string Why)? RenovateSwitch(SourceText source)
    {
        if (YamlFile.Parse(source) is not { Problems.IsEmpty: true, Documents: [YamlMapping root, ..] }) return null;
        if (root.Entry("enabledManagers") is { } managers && !managers.Value.Items.IsEmpty && managers.Value.Items.All(item => item.Text is { } name && name[0] != '/' && !name.Contains("docker", StringComparison.Ordinal) && !name.StartsWith("custom", StringComparison.Ordinal) && name != "regex"))
            return (managers.Key.Location, "`dockerfile` is not among the managers");
        foreach (var key in (string[])["dockerfile", "docker"])
        {
            if (root.Entry(key) is { } entry && entry.Value["enabled"]?.AsBoolean == false) return (entry.Key.Location, $"`{key}` is switched off");
        }
        return root["extends"]?.Items.FirstOrDefault(item => item.Text == "docker:disable") is { } preset ? (preset.Location, "`docker:disable` switches it off") : null;
    }

    static string Listed(List<string> folders) =>
        $"{string.Join(", ", folders.Take(MostFolders).Select(folder => $"`{(folder.Length == 0 ? "/" : folder)}`"))}{(folders.Count > MostFolders ? $" and {folders.Count - MostFolders} more folders with Dockerfiles" : "")}";
}
