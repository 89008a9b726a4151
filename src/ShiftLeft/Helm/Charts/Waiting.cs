using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Helm.Templates;
namespace ShiftLeft.Helm.Charts;
sealed class HelmIgnore { public static HelmIgnore Default { get; } = new(); public static HelmIgnore? Parse(string t, out string? error) { error = null; return Default; } public bool Ignores(string path, bool isFolder) => path.StartsWith("templates/.", StringComparison.Ordinal); }
sealed record ChartArchive(FileTree? Tree, string? Error) { public static ChartArchive Open(ReadOnlyMemory<byte> b, string path) => new(null, "x"); }
static class ChartFiles { public static MapValue Create(ImmutableArray<ChartFile> files) => new(); }
