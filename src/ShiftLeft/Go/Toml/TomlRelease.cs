namespace ShiftLeft.Go.Toml;

/// <summary>The release of <c>BurntSushi/toml</c>, as far as it answers differently.</summary>
enum TomlRelease
{
    Toml14,
    /// <summary>Writes exponents, and counts the line behind a file's last line end otherwise.</summary>
    Toml15,
}
