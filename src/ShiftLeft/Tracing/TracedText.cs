using System.Buffers;
using System.Collections.Immutable;

namespace ShiftLeft.Tracing;

/// <summary>
/// A part of a text that has one origin. With an <paramref name="Offset"/> its characters are those of the origin's source one by one; without
/// (-1) they stand for the origin as a whole. A run of length zero marks a place where something could have been written.
/// </summary>
readonly record struct Run(int Start, int Length, Provenance? From, int Offset, Frame? Frame)
{
    public int End => Start + Length;
    public bool IsLinear => Offset >= 0;

    /// <summary>Whether the other run goes on where this one ends.</summary>
    public bool IsContinuedBy(in Run next) =>
        ReferenceEquals(From, next.From) && ReferenceEquals(Frame, next.Frame) && Length > 0 && next.Length > 0 &&
        (IsLinear ? next.Offset == Offset + Length : !next.IsLinear);
}

/// <summary>Immutable text whose every character knows where it comes from. All operations keep that.</summary>
sealed class TracedText
{
    readonly Run[] runs;

    TracedText(string text, Run[] runs) => (Text, this.runs) = (text, runs);

    public static TracedText Empty { get; } = new("", []);

    public string Text { get; }
    public int Length => Text.Length;
    /// <summary>In the order of the text, without gaps; those of length zero stand before the character at their start.</summary>
    public ReadOnlySpan<Run> Runs => runs;

    /// <summary>Text that stands for its origin as a whole.</summary>
    public static TracedText Of(string text, Provenance? from) => text.Length == 0 && from is null ? Empty : new(text, [new(0, text.Length, from, -1, null)]);

    /// <summary>A printed number or boolean stands in its file as it is, unless it is written there another way.</summary>
    public static TracedText Scalar(string printed, Provenance? from) =>
        from is ValueProvenance { Value.Length: var length } value && length == printed.Length && string.CompareOrdinal(value.Source.Content, value.Value.Start, printed, 0, length) == 0
            ? Linear(printed, value, value.Value.Start)
            : Of(printed, from);

    /// <summary>Text that stands in the origin's source, from an offset on.</summary>
    public static TracedText Linear(string text, Provenance from, int offset) => new(text, [new(0, text.Length, from, offset, null)]);

    /// <summary>From the first index whose run covers or follows an offset.</summary>
    int IndexAt(int offset)
    {
        var (low, high) = (0, runs.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (runs[middle].End < offset || (runs[middle].End == offset && runs[middle].Length > 0)) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>The runs that touch a range, cut to it.</summary>
    public IEnumerable<Run> RunsIn(int start, int length)
    {
        var end = start + length;
        for (var i = IndexAt(start); i < runs.Length && runs[i].Start <= end; i++)
        {
            var run = runs[i];
            if (run.Length == 0)
            {
                if (run.Start >= start && (run.Start < end || end == Length || length == 0)) yield return run;
                continue;
            }
            var from = Math.Max(run.Start, start);
            var to = Math.Min(run.End, end);
            if (from < to) yield return run with { Start = from, Length = to - from, Offset = run.IsLinear ? run.Offset + from - run.Start : -1 };
        }
    }

    /// <summary>The run of the character at an offset; null for an empty text and behind its end.</summary>
    public Run? RunAt(int offset)
    {
        for (var i = IndexAt(offset); i < runs.Length && runs[i].Start <= offset; i++)
        {
            if (runs[i].Length > 0 && runs[i].End > offset) return runs[i];
        }
        return null;
    }

    public TracedText Slice(int start, int length)
    {
        if (start == 0 && length == Length) return this;
        // Most texts that are cut come from one place.
        if (length > 0 && runs is [{ Length: > 0 } only])
            return new(Text.Substring(start, length), [only with { Start = 0, Length = length, Offset = only.IsLinear ? only.Offset + start : -1 }]);
        return new Builder().Append(this, start, length).Build();
    }

    /// <summary>Another text of the same length whose characters come from where those of this one do.</summary>
    public TracedText Respelled(string text) => new(text, runs);

    public TracedText Slice(int start) => Slice(start, Length - start);

    /// <summary>What all of it comes from: each origin once, in order.</summary>
    public ImmutableArray<Provenance> Origins()
    {
        if (runs.Length == 1) return runs[0].From is { } only ? [only] : [];
        var found = ImmutableArray.CreateBuilder<Provenance>();
        foreach (var run in runs)
        {
            if (run.From is { } from && !found.Contains(from) && found.Count < 32) found.Add(from);
        }
        return found.ToImmutable();
    }

    public override string ToString() => Text;

    /// <summary>Puts one traced text together, in memory that the next builder uses again.</summary>
    internal sealed class Builder
    {
        const int MostRuns = 1_000_000;
        const int MostCharacters = 64 * 1024 * 1024;
        const int FirstLength = 256;
        const int FirstCount = 16;

        char[] text = [];
        Run[] runs = [];
        int count;

        public int Length { get; private set; }

        /// <summary>Text that stands for its origin as a whole.</summary>
        public Builder Append(string piece, Provenance? from) => Append(piece.AsSpan(), from);

        public Builder Append(ReadOnlySpan<char> piece, Provenance? from)
        {
            if (piece.IsEmpty) return this;
            Add(new(Length, piece.Length, from, -1, null));
            Write(piece);
            return this;
        }

        public Builder Append(char piece, Provenance? from) => Append([piece], from);

        /// <summary>Text that stands in the origin's source from an offset on, written by a frame.</summary>
        public Builder AppendLinear(ReadOnlySpan<char> piece, Provenance from, int offset, Frame? frame)
        {
            if (piece.IsEmpty) return this;
            Add(new(Length, piece.Length, from, offset, frame));
            Write(piece);
            return this;
        }

        public Builder Append(TracedText piece) => Append(piece, 0, piece.Length);

        public Builder Append(TracedText piece, int start, int length)
        {
            if (length == piece.Length)
            {
                foreach (ref readonly var run in piece.Runs) Add(run with { Start = Length + run.Start });
            }
            else
            {
                foreach (var run in piece.RunsIn(start, length)) Add(run with { Start = Length + run.Start - start });
            }
            Write(piece.Text.AsSpan(start, length));
            return this;
        }

        /// <summary>As <see cref="Append(TracedText)"/>; what has no frame yet gets this one.</summary>
        public Builder Append(TracedText piece, Frame frame)
        {
            foreach (ref readonly var run in piece.Runs) Add(run with { Start = Length + run.Start, Frame = run.Frame ?? frame });
            Write(piece.Text);
            return this;
        }

        /// <summary>A text with something inserted behind each of its line breaks, in one pass.</summary>
        public Builder AppendIndented(TracedText piece, string inserted, Provenance? by)
        {
            var lineBreak = piece.Text.IndexOf('\n', StringComparison.Ordinal);
            foreach (ref readonly var run in piece.Runs)
            {
                var start = run.Start;
                while (lineBreak >= 0 && lineBreak < run.End && run.Length > 0)
                {
                    AppendPart(piece.Text, run, start, lineBreak + 1);
                    Append(inserted, by);
                    start = lineBreak + 1;
                    lineBreak = piece.Text.IndexOf('\n', start);
                }
                if (start < run.End || run.Length == 0) AppendPart(piece.Text, run, start, run.End);
            }
            return this;
        }

        void AppendPart(string whole, in Run run, int start, int end)
        {
            Add(run with { Start = Length, Length = end - start, Offset = run.IsLinear ? run.Offset + start - run.Start : -1 });
            Write(whole.AsSpan(start, end - start));
        }

        /// <summary>A place where something could have been written.</summary>
        public Builder Mark(Provenance from, Frame? frame)
        {
            Add(new(Length, 0, from, -1, frame));
            return this;
        }

        /// <summary>The text; the builder is empty then.</summary>
        public TracedText Build()
        {
            var built = Length == 0 && count == 0 ? Empty : new(new(text, 0, Length), runs.AsSpan(0, count).ToArray());
            if (text.Length > 0) ArrayPool<char>.Shared.Return(text);
            if (runs.Length > 0)
            {
                runs.AsSpan(0, count).Clear();
                ArrayPool<Run>.Shared.Return(runs);
            }
            (text, runs, Length, count) = ([], [], 0, 0);
            return built;
        }

        void Write(ReadOnlySpan<char> piece)
        {
            if (piece.Length > MostCharacters - Length) throw new BudgetException($"makes a text of more than {MostCharacters / 1024 / 1024} Mi characters");
            if (piece.Length > text.Length - Length)
            {
                var larger = ArrayPool<char>.Shared.Rent(Math.Max(FirstLength, Length + Math.Max(Length, piece.Length)));
                text.AsSpan(0, Length).CopyTo(larger);
                if (text.Length > 0) ArrayPool<char>.Shared.Return(text);
                text = larger;
            }
            piece.CopyTo(text.AsSpan(Length));
            Length += piece.Length;
        }

        void Add(in Run run)
        {
            if (count > 0)
            {
                ref var last = ref runs[count - 1];
                if (last.IsContinuedBy(run))
                {
                    last = last with { Length = last.Length + run.Length };
                    return;
                }
                // A text of so many parts is there to cost memory, and none of them is worth knowing.
                if (count >= MostRuns)
                {
                    last = last with { Length = last.Length + run.Length, Offset = -1 };
                    return;
                }
            }
            if (count == runs.Length)
            {
                var larger = ArrayPool<Run>.Shared.Rent(Math.Max(FirstCount, 2 * count));
                runs.AsSpan().CopyTo(larger);
                if (count > 0)
                {
                    runs.AsSpan().Clear();
                    ArrayPool<Run>.Shared.Return(runs);
                }
                runs = larger;
            }
            runs[count++] = run;
        }
    }
}
