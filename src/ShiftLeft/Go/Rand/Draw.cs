using ShiftLeft.Go.Template;

namespace ShiftLeft.Go.Rand;

/// <summary>
/// What stands for chance: numbers that depend on the call alone, so that a chart renders to the same text each time. They hide nothing from
/// anyone.
/// </summary>
sealed class Draw
{
    ulong state;

    Draw(ulong seed) => state = seed;

    /// <summary>For one call: another one, of the same place too, draws something else.</summary>
    public static Draw Of(FunctionCall call, params ReadOnlySpan<string> arguments)
    {
        var seed = 14_695_981_039_346_656_037UL;
        Add(ref seed, call.Name);
        Add(ref seed, call.Place.Path);
        AddNumber(ref seed, call.Place.Span.Start);
        AddNumber(ref seed, call.NextOrdinal());
        foreach (var argument in arguments) Add(ref seed, argument);
        return new(seed);

        static void Add(ref ulong seed, string text)
        {
            foreach (var c in text) AddNumber(ref seed, c);
        }

        static void AddNumber(ref ulong seed, int number) => seed = unchecked((seed ^ (uint)number) * 1_099_511_628_211UL);
    }

    /// <summary>SplitMix64.</summary>
    public ulong Next()
    {
        var mixed = unchecked(state += 0x9E37_79B9_7F4A_7C15UL);
        mixed = unchecked((mixed ^ mixed >> 30) * 0xBF58_476D_1CE4_E5B9UL);
        mixed = unchecked((mixed ^ mixed >> 27) * 0x94D0_49BB_1331_11EBUL);
        return mixed ^ mixed >> 31;
    }

    /// <summary>From 0 to below a limit.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    public string Text(string letters, int length) => string.Create(length, (this, letters), static (text, from) =>
    {
        for (var i = 0; i < text.Length; i++) text[i] = from.letters[from.Item1.Below(from.letters.Length)];
    });

    public byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) bytes[i] = (byte)Next();
        return bytes;
    }
}
