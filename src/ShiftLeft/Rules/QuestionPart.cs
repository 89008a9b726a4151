using System.Collections.Immutable;

namespace ShiftLeft.Rules;

/// <summary>A part of a rule's question that peers ask on its own: one of its fields, capabilities, commands.</summary>
/// <param name="Of">What tells the part's findings from the rule's others: a part that they name, or where they name none, a word of their message or a field on their path.</param>
/// <param name="Peers">The ids that ask it.</param>
sealed record QuestionPart(ImmutableArray<string> Of, params ImmutableArray<string> Peers)
{
    public bool Holds(Finding finding) => finding.Parts.IsEmpty ? IsTold(finding) : finding.Parts.Any(Of.Contains);

    bool IsTold(Finding finding) =>
        Of.Any(word => HasWord(finding.Message, word) || (finding.Subject?.Field is { } field && field.Split('.', '[').Contains(word)));

    static bool HasWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !IsPartOfWord(text[at - 1])) && (end == text.Length || !IsPartOfWord(text[end]))) return true;
        }
        return false;
    }

    static bool IsPartOfWord(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-';
}
