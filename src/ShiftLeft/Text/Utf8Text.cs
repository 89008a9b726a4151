using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace ShiftLeft.Text;

/// <summary>Bytes as text that loses nothing: a byte that is not part of valid UTF-8 is the lone surrogate U+DC00 + byte.</summary>
static class Utf8Text
{
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes)) return Encoding.UTF8.GetString(bytes);
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) == OperationStatus.Done)
            {
                text.Append(rune.ToString());
                bytes = bytes[consumed..];
            }
            else
            {
                text.Append((char)(0xDC00 + bytes[0]));
                bytes = bytes[1..];
            }
        }
        return text.ToString();
    }
}
