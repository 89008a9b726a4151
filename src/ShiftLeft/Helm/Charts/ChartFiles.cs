using ShiftLeft.Files;
using ShiftLeft.Go.Glob;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Go.Strings;
using ShiftLeft.Go.Template;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Charts;

/// <summary>Writes a value as <c>toYaml</c> does; what it adds comes from <paramref name="invented"/>.</summary>
delegate TracedText YamlEmission(Value value, ComputedProvenance invented, RenderBudget budget);

/// <summary>
/// The files that templates reach by <c>.Files</c>. None is read before a template asks for it, and each is read once; text of theirs knows where
/// in the file it stands.
/// </summary>
sealed class ChartFiles
{
    const string TypeName = "engine.files";

    static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    readonly FileTree tree;
    readonly string folder;
    readonly string shownFolder;
    readonly YamlEmission yaml;
    readonly Dictionary<string, File> files = new(StringComparer.Ordinal);

    /// <param name="tree">Where the chart lies.</param>
    /// <param name="folder">The chart's folder in it.</param>
    /// <param name="shownFolder">How the folder is called where the files are named to people.</param>
    /// <param name="yaml">How <c>toYaml</c> writes.</param>
    public ChartFiles(FileTree tree, string folder, string shownFolder, YamlEmission yaml) =>
        (this.tree, this.folder, this.shownFolder, this.yaml) = (tree, folder, shownFolder, yaml);

    /// <summary>Files that a template asked for and that could not be read; they count as empty.</summary>
    public List<(string Path, string Error)> Unreadable { get; } = [];

    /// <summary>What was asked for, as people name it.</summary>
    public IEnumerable<string> Paths => files.Where(file => file.Value.IsRead).Select(file => TreePath.Join(shownFolder, file.Key));

    /// <summary><c>.Files</c> itself.</summary>
    /// <param name="names">Paths below the chart's folder.</param>
    public MapValue ToValue(IEnumerable<string> names) => Select(names, new BuiltinProvenance(".Files"));

    MapValue Select(IEnumerable<string> names, Provenance? from)
    {
        var entries = new MapEntries();
        foreach (var name in names)
        {
            var file = Find(name);
            entries.Set(name, new BytesValue(() => file.Bytes, file.From));
        }
        return new(entries, from, TypeName) { Object = new Methods(this, entries, from) };
    }

    File Find(string name)
    {
        if (files.TryGetValue(name, out var known)) return known;
        return files[name] = new(this, name);
    }

    /// <summary>One file, as far as it has been read.</summary>
    sealed class File(ChartFiles owner, string name)
    {
        byte[]? bytes;
        FileRead? read;
        SourceText? source;
        SourceProvenance? from;

        public bool IsRead => read is not null;

        /// <summary>Without a byte order mark, which Helm does not load.</summary>
        public byte[] Bytes => bytes ??= [.. WithoutMark(Read())];

        /// <summary>The file as a whole; asking for it reads nothing.</summary>
        public Provenance From { get; } = new BuiltinProvenance($".Files.Get {Quoting.Quote(name)}");

        public TracedText Text(RenderBudget budget)
        {
            var content = Read();
            source ??= new(TreePath.Join(owner.shownFolder, name), GoString.Decode(content));
            from ??= new(source, SourceKind.File);
            var skip = source.HasByteOrderMark ? 1 : 0;
            budget.Write(source.Content.Length);
            return TracedText.Linear(skip == 0 ? source.Content : source.Content[skip..], from, skip);
        }

        ReadOnlySpan<byte> Read()
        {
            if (read is null)
            {
                read = owner.tree.Read(TreePath.Join(owner.folder, name));
                if (read is { Error: { } error }) owner.Unreadable.Add((TreePath.Join(owner.shownFolder, name), error));
            }
            return read.Value.Bytes.Span;
        }

        static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith(ByteOrderMark) ? bytes[3..] : bytes;
    }

    /// <summary>The methods of <c>.Files</c> and of what <c>Glob</c> returns.</summary>
    sealed class Methods(ChartFiles owner, MapEntries entries, Provenance? from) : ObjectValue(from)
    {
        public override string TypeName => ChartFiles.TypeName;
        public override string Print() => TypeName;

        public override FunctionSignature? Method(string name) => name switch
        {
            "Get" => new(name, [Parameter.String], null, Get),
            "GetBytes" => new(name, [Parameter.String], null, call => entries.Find(call.String(0))?.Value ?? new BytesValue([], Absent(call))),
            "Glob" => new(name, [Parameter.String], null, Glob),
            "AsConfig" => new(name, [], null, call => AsYaml(call, file => new StringValue(file.Text(call.Budget), file.From))),
            "AsSecrets" => new(name, [], null, call => AsYaml(call, file => Secret(call, file))),
            "Lines" => new(name, [Parameter.String], null, Lines),
            _ => null,
        };

        StringValue Get(FunctionCall call) =>
            entries.Contains(call.String(0)) && owner.Find(call.String(0)) is var file ? new(file.Text(call.Budget), file.From) : StringValue.Of("", Absent(call));

        MapValue Glob(FunctionCall call)
        {
            var glob = GlobPattern.Parse(call.String(0), call.Budget);
            return owner.Select(entries.Sorted.Select(entry => entry.Key.Text).Where(path => glob.IsMatch(path, call.Budget)), call.Computed(this, call[0]));
        }

        ListValue Lines(FunctionCall call)
        {
            if (!entries.Contains(call.String(0))) return new([], Absent(call), "string");
            var file = owner.Find(call.String(0));
            var text = file.Text(call.Budget);
            if (text.Length == 0) return call.Profile.FailsOnEmptyLines ? throw new FunctionException("runtime error: index out of range [-1]") : new([], file.From, "string");
            if (text.Text[^1] == '\n') text = text.Slice(0, text.Length - 1);
            var lines = new List<Value>();
            for (var start = 0; start <= text.Length;)
            {
                call.Budget.Step();
                var end = text.Text.IndexOf('\n', start);
                if (end < 0) end = text.Length;
                lines.Add(new StringValue(text.Slice(start, end - start), file.From));
                start = end + 1;
            }
            return new(lines, file.From, "string");
        }

        /// <summary>By the files' names alone: of equal ones the last counts.</summary>
        StringValue AsYaml(FunctionCall call, Func<File, StringValue> content)
        {
            var map = new MapValue(From);
            foreach (var entry in entries.Sorted)
            {
                call.Budget.Step();
                map.Entries.Set(TracedText.Of(TreePath.NameOf(entry.Key.Text), entry.Value.From), content(owner.Find(entry.Key.Text)));
            }
            return new(owner.yaml(map, call.Computed(this), call.Budget), From);
        }

        static StringValue Secret(FunctionCall call, File file)
        {
            call.Budget.Write(file.Bytes.Length * 4L / 3);
            return StringValue.Of(Convert.ToBase64String(file.Bytes), file.From);
        }

        AbsentProvenance Absent(FunctionCall call) => new(call.String(0), From);
    }
}
