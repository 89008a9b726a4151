namespace ShiftLeft.Go;

/// <summary>The release of Go that a program is built with, as far as its libraries answer differently.</summary>
enum GoRelease
{
    Go123,
    /// <summary>Templates range over whole numbers, and name the types that they cannot compare; addresses are read more strictly.</summary>
    Go125,
}
