using System.Collections.Frozen;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm;

/// <summary>What a rendering makes up, by chance or out of all recognition: no file holds it.</summary>
static class MadeUp
{
    /// <summary>A walk that has met so many goes no further.</summary>
    const int MostWalked = 20_000;

    static readonly FrozenSet<string> Functions = FrozenSet.ToFrozenSet(
        [
            "randAlphaNum", "randAlpha", "randNumeric", "randAscii", "randBytes", "randInt", "uuidv4", "shuffle", "genPrivateKey", "genCA", "genCAWithKey", "genSelfSignedCert", "genSelfSignedCertWithKey", "genSignedCert", "genSignedCertWithKey",
            "now", "lookup", "bcrypt", "htpasswd", "derivePassword", "encryptAES", "sha1sum", "sha256sum", "sha512sum", "adler32sum",
        ], StringComparer.Ordinal);

    public static bool Is(Provenance? from) => from is not null && Taken([from]).Any(static at => at is ComputedProvenance { Function: var function } && Functions.Contains(function));

    /// <summary>All that went into something, each once: of a choice what was chosen, and nothing that a function made out of all recognition.</summary>
    public static IEnumerable<Provenance> Taken(IEnumerable<Provenance> from, int most = MostWalked)
    {
        var met = new HashSet<Provenance>(from);
        var next = new Stack<Provenance>(met);
        while (next.TryPop(out var at))
        {
            yield return at;
            if (met.Count > most || at is SkippedProvenance or AbsentProvenance || (at is ComputedProvenance { Function: var function } && Functions.Contains(function))) continue;
            foreach (var input in at is ChosenProvenance choice ? choice.Chosen is { } chosen ? [chosen] : [] : at.Inputs)
            {
                if (met.Add(input)) next.Push(input);
            }
        }
    }
}
