namespace ShiftLeft.MSBuild;

/// <summary>One thing that the task says, ready to be logged: now, and by later builds that come to the same.</summary>
/// <param name="Kind">What it is logged as.</param>
/// <param name="Text">The message; of a file that was read, its path; of what was left out, how many of what.</param>
sealed record LogEvent(EventKind Kind, string Text)
{
    /// <summary>The rule's id.</summary>
    public string Code { get; init; } = "";
    public string HelpLink { get; init; } = "";
    /// <summary>The full path of the file found faulty.</summary>
    public string File { get; init; } = "";
    /// <summary>Lines and columns count from one, the end column is the one behind the last character, as csc has it; all are zero where there is no place.</summary>
    public (int Line, int Column, int EndLine, int EndColumn) Place { get; init; }

    public void Write(BinaryWriter writer)
    {
        writer.Write((byte)Kind);
        writer.Write(Text);
        writer.Write(Code);
        writer.Write(HelpLink);
        writer.Write(File);
        writer.Write(Place.Line);
        writer.Write(Place.Column);
        writer.Write(Place.EndLine);
        writer.Write(Place.EndColumn);
    }

    public static LogEvent Read(BinaryReader reader) => new((EventKind)reader.ReadByte(), reader.ReadString())
    {
        Code = reader.ReadString(),
        HelpLink = reader.ReadString(),
        File = reader.ReadString(),
        Place = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32()),
    };
}

enum EventKind : byte { FileRead, LeftOut, Info, Warning, Error, ThresholdPassed, Older }
