using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strings;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Charts;

/// <summary>A chart with the charts below it, as Helm loads them. Its values are never changed: each rendering works on copies.</summary>
sealed record Chart
{
    /// <summary>The chart's folder in the tree, or that of the archive as if it were one.</summary>
    public required string Folder { get; init; }
    /// <summary>Where its files are read from, the scanned tree or an archive, and the folder there.</summary>
    public required FileTree Tree { get; init; }
    public required string FolderInTree { get; init; }
    public required ChartMetadata Metadata { get; init; }
    /// <summary>What <c>values.yaml</c> says.</summary>
    public required MapValue Values { get; init; }
    /// <summary>Null where there is no <c>values.yaml</c>.</summary>
    public SourceText? ValuesFile { get; init; }
    public SourceText? Schema { get; init; }
    /// <summary>The files below <c>templates/</c>, by their path in the chart.</summary>
    public ImmutableArray<ChartFile> Templates { get; init; } = [];
    /// <summary>All files that templates may read, by their path in the chart.</summary>
    public ImmutableArray<ChartFile> Files { get; init; } = [];
    public ImmutableArray<Chart> Dependencies { get; init; } = [];
    /// <summary>Whether it is a copy of a chart that is kept elsewhere: nobody edits it here.</summary>
    public bool IsVendored { get; init; }

    /// <summary>What switched it on: the value of its condition, or of its tags.</summary>
    public Provenance? EnabledBy { get; init; }

    public string Name => Metadata.Name;
    public bool IsLibrary => string.Equals(Metadata.Type, "library", StringComparison.OrdinalIgnoreCase);

    /// <summary>This chart and all below it.</summary>
    public IEnumerable<Chart> All => Dependencies.SelectMany(chart => chart.All).Prepend(this);
}

/// <summary>A file of a chart, read when somebody asks for it.</summary>
/// <param name="Name">Its path in the chart, with forward slashes.</param>
/// <param name="Path">Its path in the tree.</param>
/// <param name="Tree">Where it is read from: the scanned tree, or an archive.</param>
sealed record ChartFile(string Name, string Path, FileTree Tree, string PathInTree)
{
    SourceText? source;

    public FileRead Read() => Tree.Read(PathInTree);

    /// <summary>Its text; a file that cannot be read is empty, and <see cref="Error"/> tells why.</summary>
    public SourceText Source => source ??= ReadSource();

    /// <summary>Why it could not be read, in words that follow its path; null before somebody asked for its text.</summary>
    public string? Error { get; private set; }

    SourceText ReadSource()
    {
        var read = Read();
        Error = read.Error;
        return new(Path, Error is null ? GoString.Decode(read.Bytes.Span) : "");
    }
}
