using System.Text;

namespace ShiftLeft.Hosting;

/// <summary>
/// Every question that a run asked the disk, with its answer. A run that would be told the same again comes to the same end, whatever else has
/// happened on the disk; times and sizes play no part in it.
/// </summary>
sealed class DiskTrace
{
    /// <summary>A trace may ask about the same bytes under many names; beyond this a scan is no slower.</summary>
    const long MostWork = 512L * 1024 * 1024;

    readonly Lock gate = new();
    readonly Dictionary<(DiskQuestion, string, string), string> answers = [];
    readonly List<(DiskQuestion Question, string Path, string Without)> order = [];
    bool isSound = true;

    /// <summary>False when the disk changed its answers during the run, or when a question cannot be written down: then the trace proves nothing.</summary>
    public bool IsSound
    {
        get
        {
            lock (gate) return isSound;
        }
    }

    public void Add(DiskQuestion question, string path, string without, string answer)
    {
        lock (gate)
        {
            if (answers.TryAdd((question, path, without), answer))
            {
                order.Add((question, path, without));
                isSound &= IsText(path) && IsText(answer);
            }
            else isSound &= answers[(question, path, without)] == answer;
        }
    }

    /// <summary>The full paths of the files that were read, in the order of the questions.</summary>
    public List<string> FilesRead()
    {
        lock (gate) return [.. order.Where(asked => asked.Question == DiskQuestion.Content && answers[asked] != Disk.Missing).Select(asked => asked.Path)];
    }

    public void Write(BinaryWriter writer)
    {
        lock (gate)
        {
            writer.Write(order.Count);
            foreach (var asked in order)
            {
                writer.Write((byte)asked.Question);
                writer.Write(asked.Path);
                writer.Write(asked.Without);
                writer.Write(answers[asked]);
            }
        }
    }

    /// <summary>Asks the questions of a written trace again.</summary>
    /// <param name="reader">It is left behind the trace when all answers are the same.</param>
    /// <param name="drives">The roots of paths that questions may be about; a trace that comes with a stranger's files must not make this machine call another.</param>
    /// <returns>The path of the first question that is answered differently; null when there is none.</returns>
    public static string? FirstChange(BinaryReader reader, List<string> drives)
    {
        var work = 0L;
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var question = (DiskQuestion)reader.ReadByte();
            var (path, without, answer) = (reader.ReadString(), reader.ReadString(), reader.ReadString());
            if (!drives.Contains(Path.GetPathRoot(path) ?? "") || Disk.Answer(question, path, without, ref work) != answer || work > MostWork) return path;
        }
        return null;
    }

    /// <summary>A name on disk need not be text that UTF-8 can carry.</summary>
    static bool IsText(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
