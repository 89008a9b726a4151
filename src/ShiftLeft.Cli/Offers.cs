using System.CommandLine;
using System.CommandLine.Completions;
using ShiftLeft.Rules;

namespace ShiftLeft.Cli;

/// <summary>What a shell may offer for an argument or for the value of an option.</summary>
static class Offers
{
    /// <summary>The kind of an item that stands for the shell's own completion of paths.</summary>
    public const string FilesKind = "files";
    public const string FoldersKind = "folders";

    public static Argument<T> Offering<T>(this Argument<T> argument, Func<CompletionContext, IEnumerable<CompletionItem>> offer)
    {
        argument.CompletionSources.Clear();
        argument.CompletionSources.Add(offer);
        return argument;
    }

    public static Option<T> Offering<T>(this Option<T> option, Func<CompletionContext, IEnumerable<CompletionItem>> offer)
    {
        option.CompletionSources.Clear();
        option.CompletionSources.Add(offer);
        return option;
    }

    public static IEnumerable<CompletionItem> Files(CompletionContext context) => [new(FilesKind, FilesKind)];

    public static IEnumerable<CompletionItem> Folders(CompletionContext context) => [new(FoldersKind, FoldersKind)];

    public static Func<CompletionContext, IEnumerable<CompletionItem>> Words(IEnumerable<string> words) => _ => words.Select(word => new CompletionItem(word));

    /// <summary>Names first, as people remember them, then ids, then what other tools call the same.</summary>
    public static IEnumerable<CompletionItem> Rules(CompletionContext context) =>
        Catalogue.Rules.Select(rule => new CompletionItem(rule.Info.Name, detail: $"{rule.Info.Id}: {rule.Info.Title}"))
            .Concat(Catalogue.Rules.Select(rule => new CompletionItem(rule.Info.Id, detail: $"{rule.Info.Name}: {rule.Info.Title}")))
            .Concat(Catalogue.Rules.SelectMany(rule => rule.Info.Equivalents, (rule, peer) => new CompletionItem(peer, OtherTool, detail: $"{rule.Info.Id} {rule.Info.Name}")).DistinctBy(item => item.Label));

    /// <summary>The kind of an item that is offered only to those who have begun to type it.</summary>
    public const string OtherTool = "other tool";
}
