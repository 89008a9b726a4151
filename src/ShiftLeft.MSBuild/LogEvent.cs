namespace ShiftLeft.MSBuild;

/// <summary>One thing that the task says, ready to be logged: now, and by later builds that come to the same.</summary>
/// <param name="Kind">What it is logged as.</param>
/// <param name="Text">The message; of a file that was read, its path; of what was left out, how many of what.</param>
sealed record LogEvent(EventKind Kind, string Text)
{
    /// <summary>The rule's id; of a file that was read, what it was taken for.</summary>
    public string Code { get; init; } = "";
    public string HelpLink { get; init; } = "";
    /// <summary>The full path of the file found faulty.</summary>
    public string File { get; init; } = "";
    /// <summary>Lines and columns count from one, the end column is the one behind the last character, as csc has it; all are zero where there is no place.</summary>
    public (int Line, int Column, int EndLine, int EndColumn) Place { get; init; }

    /// <summary>Whether it is something wrong, and not a word about the work.</summary>
    public bool IsFinding => Kind is EventKind.Info or EventKind.Warning or EventKind.Error or EventKind.Exceeded;

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

/// <summary>Of what is wrong, the worse has the higher number.</summary>
enum EventKind : byte
{
    FileRead,
    /// <summary>A word about the work, for who asks for details.</summary>
    Detail,
    /// <summary>The same, for a log of normal verbosity.</summary>
    Note,
    /// <summary>A word that everyone should see.</summary>
    Advice,
    Info,
    Warning,
    Error,
    /// <summary>A threshold of the policy, said where nothing else fails the build.</summary>
    Exceeded,
    /// <summary>The text is a number: of findings that the policy or a comment accepts, of places that could not be judged.</summary>
    SuppressedCount,
    UnjudgedCount,
}
