using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using ShiftLeft.Files;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Helm.Places;

/// <summary>What holds for the places of every finding, whatever the chart: a person can open the file and sees one line marked.</summary>
public sealed class PlacesInvariantTests
{
    static readonly DateOnly Today = new(2026, 7, 1);

    public static TheoryData<string> Names => [.. PlaceCase.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Places_of_the_cases_can_be_opened(string name)
    {
        var test = PlaceCase.Read(name);
        var report = test.Scan();
        Hold(test.Tree, report);
        Assert.Contains(report.Findings, finding => finding.Subject is not null);
    }

    [Theory]
    [InlineData("orders-api")]
    [InlineData("orders-api-hardened")]
    public void Places_of_the_samples_can_be_opened(string sample)
    {
        var tree = new DiskTree(Path.Combine(TidyTests.Root, "samples"));
        Hold(tree, Scan.Run(new(tree, [sample]) { Profile = Profile.All, Today = Today }));
    }

    [Fact]
    public void A_chart_in_an_archive_is_never_named_as_a_place()
    {
        var tree = new TreeWithArchive(PlaceCase.Read("subcharts").Files, "web/charts/redis/");
        var report = Scan.Run(new(tree, [""]) { Profile = Profile.All, Today = Today });
        Hold(tree, report);
        Assert.DoesNotContain(report.Findings, finding => finding.Rule.IsFailure);
        // The same is found, and at the same places: where the copy lies does not matter.
        Assert.Equal(PlaceCase.Read("subcharts").Scan().Findings.Where(IsInChart).Select(Shown), report.Findings.Where(IsInChart).Select(Shown));
        Assert.Contains(report.Findings, finding => finding is { ValuesKey: "redis.privileged", Related.IsEmpty: true });

        static bool IsInChart(Finding finding) => finding.Subject is not null;
        static string Shown(Finding finding) => $"{finding.Rule.Id} {finding.Location} {finding.Message}";
    }

    static void Hold(FileTree tree, Report report)
    {
        var found = report.Findings.Where(finding => finding.Rule.Input == InputKind.Kubernetes && finding.Rule.Practice != Practice.Tool).ToList();
        Assert.All(found, finding =>
        {
            Assert.False(IsVendored(finding.Location.Path), finding.Location.ToString());
            Assert.All(finding.Related.Select(related => related.Location).Append(finding.Location), place =>
            {
                Assert.True(tree.FileExists(place.Path), place.ToString());
                Assert.Equal(place.Start.Line, place.End.Line);
                Assert.NotEqual("", place.Text.Trim());
                Assert.Equal(place.Text, Encoding.UTF8.GetString(tree.Read(place.Path).Bytes.Span).Substring(place.Span.Start, place.Span.Length));
            });
        });
    }

    /// <summary>The charts of the cases that are said to come from elsewhere.</summary>
    static bool IsVendored(string path) => path.Contains(".tgz", StringComparison.Ordinal) || new[] { "redis", "bare", "common" }.Any(chart => path.Contains($"/charts/{chart}/", StringComparison.Ordinal));

    /// <summary>A tree in which one folder lies packed in an archive beside where it was.</summary>
    sealed class TreeWithArchive(IEnumerable<KeyValuePair<string, string>> files, string folder) : FileTree
    {
        readonly MemoryTree inner = new(files.Where(file => !file.Key.StartsWith(folder, StringComparison.Ordinal)).Append(new(PathOf(folder), "")));
        readonly byte[] archive = Pack(files.Where(file => file.Key.StartsWith(folder, StringComparison.Ordinal)), folder);

        static string PathOf(string folder) => folder.TrimEnd('/') + "-1.0.0.tgz";

        public override System.Collections.Immutable.ImmutableArray<TreeEntry> List(string path) => inner.List(path);

        public override bool FileExists(string path) => inner.FileExists(path);

        public override FileRead Read(string path) => path == PathOf(folder) ? FileRead.Of(archive) : inner.Read(path);

        static byte[] Pack(IEnumerable<KeyValuePair<string, string>> files, string folder)
        {
            using var bytes = new MemoryStream();
            using (var zip = new GZipStream(bytes, CompressionLevel.Fastest))
            using (var tar = new TarWriter(zip))
            {
                foreach (var (path, text) in files)
                {
                    using var data = new MemoryStream(Encoding.UTF8.GetBytes(text));
                    tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, TreePath.NameOf(folder.TrimEnd('/')) + "/" + path[folder.Length..]) { DataStream = data });
                }
            }
            return bytes.ToArray();
        }
    }
}
