using System.Text;
using ShiftLeft.Reporting;

namespace ShiftLeft.Cli;

/// <summary>
/// Standard output or standard error. Where it cannot be written, because the disk is full or it is closed, that is kept and the rest is dropped: the
/// program ends in its own order and says so then. Who closes the pipe has read enough; the runtime hides that, as it should.
/// </summary>
sealed class StandardStream(Stream stream) : Stream
{
    /// <summary>Why it cannot be written; null while it can.</summary>
    public string? Problem { get; private set; }

    public StreamWriter Writer(bool autoFlush) => new(this, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n", AutoFlush = autoFlush };

    /// <summary>The program's exit code, once all is written that it had to say.</summary>
    public int ExitCodeAfter(StreamWriter output, TextWriter error, int exitCode)
    {
        output.Flush();
        if (Problem is null) return exitCode;
        error.WriteLine($"shiftleft: error: cannot write to standard output: {VisibleText.Of(Problem)}");
        return ExitCode.Failed;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Problem is not null) return;
        try
        {
            stream.Write(buffer);
        }
        catch (IOException problem)
        {
            Problem = OutputFile.Words(problem);
        }
        catch (UnauthorizedAccessException)
        {
            Problem = "it is closed, or may not be written";
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    public override void Flush() { }
    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
