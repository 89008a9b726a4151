using System.Text;
using ShiftLeft.Text;

namespace ShiftLeft.Docker;

sealed partial class WordReader
{
    /// <summary>Cuts what was read into words at blanks that are neither quoted nor escaped; those in values count.</summary>
    sealed class Splitter
    {
        readonly List<SplitWord> words = [];
        readonly StringBuilder word = new();
        int start;
        int depth;

        public void Add(char c, int place)
        {
            if (char.IsWhiteSpace(c)) End(place);
            else AddRaw(c, place);
        }

        public void AddRaw(char c, int place)
        {
            if (word.Length == 0) start = place;
            word.Append(c);
        }

        public void AddRaw(string piece, int place)
        {
            if (word.Length == 0) start = place;
            word.Append(piece);
        }

        public void AddValue(string value, int place)
        {
            foreach (var c in value) Add(c, place);
        }

        /// <summary>A word within a modifier begins. BuildKit gathers all words in one place, so this loses what the outer word began with.</summary>
        public void Enter()
        {
            word.Clear();
            depth++;
        }

        /// <summary>The words of a modifier are not words of the line.</summary>
        public void Leave()
        {
            if (--depth > 0) word.Clear();
        }

        public IReadOnlyList<SplitWord> Finish(int end)
        {
            if (word.Length > 0) words.Add(new(word.ToString(), Span.FromBounds(start, end)));
            word.Clear();
            return words;
        }

        void End(int place)
        {
            if (word.Length > 0 && depth == 1) words.Add(new(word.ToString(), Span.FromBounds(start, place)));
            word.Clear();
        }
    }
}
