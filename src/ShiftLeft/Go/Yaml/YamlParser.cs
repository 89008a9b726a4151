using System.Runtime.CompilerServices;

namespace ShiftLeft.Go.Yaml;

/// <summary>Finds the nodes in the tokens of a document, with the grammar and the complaints of <c>yaml.v2</c>.</summary>
sealed class YamlParser(YamlScanner scanner, IYamlTree tree)
{
    /// <summary>What stands for prefixes of tags, where directives say so.</summary>
    Dictionary<string, string>? tagHandles;
    /// <summary>Behind the last character that was read.</summary>
    int end;

    ref readonly YamlToken Next => ref scanner.Next;

    /// <summary>Reads the first document; false where there is none. What follows it is not looked at.</summary>
    public bool Parse()
    {
        if (Next.Kind == YamlTokenKind.StreamEnd) return false;
        var isExplicit = Next.Kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective or YamlTokenKind.DocumentStart;
        ReadDirectives();
        if (!isExplicit) ReadNode(isBlock: true);
        else
        {
            if (Next.Kind != YamlTokenKind.DocumentStart) throw Fail("did not find expected <document start>", Next.Start);
            Take();
            if (Next.Kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective or YamlTokenKind.DocumentStart or YamlTokenKind.DocumentEnd or YamlTokenKind.StreamEnd) AddEmpty();
            else ReadNode(isBlock: true);
        }
        // The library looks at the token behind the document, and so finds what makes that none.
        _ = Next;
        return true;
    }

    /// <summary>The offset of what stands behind the document that was read, and is no part of it; null where nothing does.</summary>
    public int? FindRest()
    {
        while (Next.Kind == YamlTokenKind.DocumentEnd) scanner.Take();
        return Next.Kind == YamlTokenKind.StreamEnd ? null : Next.Start.At;
    }

    void ReadDirectives()
    {
        var hasVersion = false;
        for (; Next.Kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective; scanner.Take())
        {
            var token = Next;
            if (token.Kind == YamlTokenKind.VersionDirective)
            {
                if (hasVersion) throw Fail("found duplicate %YAML directive", token.Start);
                if (token.Text != "1.1") throw Fail("found incompatible YAML document", token.Start);
                hasVersion = true;
            }
            else if (!(tagHandles ??= new(StringComparer.Ordinal)).TryAdd(token.Text!, token.Suffix!)) throw Fail("found duplicate %TAG directive", token.Start);
        }
    }

    string? PrefixOf(string handle) => tagHandles?.GetValueOrDefault(handle) ?? handle switch { "!" => handle, "!!" => YamlTypes.LongPrefix, _ => null };

    void ReadNode(bool isBlock, bool mayBeIndentless = false)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new YamlException("exceeded max depth", Next.Start.At);
        var token = Next;
        var start = token.Start;
        if (token.Kind == YamlTokenKind.Alias)
        {
            Take();
            tree.AddAlias(start.At, token.End, token.Text!);
            return;
        }
        string? anchor = null;
        string? tag = null;
        while ((token.Kind == YamlTokenKind.Anchor && anchor is null) || (token.Kind == YamlTokenKind.Tag && tag is null))
        {
            if (token.Kind == YamlTokenKind.Anchor) anchor = token.Text;
            else if (token.Text!.Length == 0) tag = token.Suffix;
            else tag = PrefixOf(token.Text) is { } prefix ? prefix + token.Suffix : throw Fail("found undefined tag handle", token.Start, "a node", start);
            Take();
            token = Next;
        }
        // A node's place is that of its content, without its properties.
        var at = token.Start.At;
        switch (token.Kind)
        {
            case YamlTokenKind.Scalar:
                Take();
                tree.Add(new(at, token.End, token.Text!, token.Pieces, tag is null ? token.IsPlain : tag == "!", anchor, tag));
                break;
            case YamlTokenKind.BlockEntry when mayBeIndentless:
                tree.Open(isMapping: false, at, anchor, tag);
                ReadIndentlessSequence();
                break;
            case YamlTokenKind.BlockSequenceStart when isBlock:
                tree.Open(isMapping: false, at, anchor, tag);
                ReadBlockSequence();
                break;
            case YamlTokenKind.BlockMappingStart when isBlock:
                tree.Open(isMapping: true, at, anchor, tag);
                ReadBlockMapping();
                break;
            case YamlTokenKind.FlowSequenceStart:
                tree.Open(isMapping: false, at, anchor, tag);
                ReadFlowSequence();
                break;
            case YamlTokenKind.FlowMappingStart:
                tree.Open(isMapping: true, at, anchor, tag);
                ReadFlowMapping();
                break;
            default:
                if (anchor is null && tag is null) throw Fail("did not find expected node content", token.Start, isBlock ? "a block node" : "a flow node", start);
                tree.Add(new(end, end, "", default, tag is null, anchor, tag));
                break;
        }
    }

    void ReadBlockSequence()
    {
        var opening = Next.Start;
        Take();
        while (Next.Kind == YamlTokenKind.BlockEntry)
        {
            Take();
            if (Next.Kind is YamlTokenKind.BlockEntry or YamlTokenKind.BlockEnd) AddEmpty();
            else ReadNode(isBlock: true);
        }
        if (Next.Kind != YamlTokenKind.BlockEnd) throw Fail("did not find expected '-' indicator", Next.Start, "a block collection", opening);
        scanner.Take();
        tree.Close(-1);
    }

    void ReadIndentlessSequence()
    {
        while (Next.Kind == YamlTokenKind.BlockEntry)
        {
            Take();
            if (Next.Kind is YamlTokenKind.BlockEntry or YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd) AddEmpty();
            else ReadNode(isBlock: true);
        }
        tree.Close(-1);
    }

    void ReadBlockMapping()
    {
        var opening = Next.Start;
        Take();
        while (Next.Kind == YamlTokenKind.Key)
        {
            ReadBlockContent();
            if (Next.Kind == YamlTokenKind.Value) ReadBlockContent();
            else AddEmpty();
        }
        if (Next.Kind != YamlTokenKind.BlockEnd) throw Fail("did not find expected key", Next.Start, "a block mapping", opening);
        scanner.Take();
        tree.Close(-1);
    }

    /// <summary>Behind an indicator of a mapping.</summary>
    void ReadBlockContent()
    {
        Take();
        if (Next.Kind is YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd) AddEmpty();
        else ReadNode(isBlock: true, mayBeIndentless: true);
    }

    void ReadFlowSequence()
    {
        var opening = Next.Start;
        Take();
        for (var isFirst = true; Next.Kind != YamlTokenKind.FlowSequenceEnd; isFirst = false)
        {
            if (!isFirst)
            {
                if (Next.Kind != YamlTokenKind.FlowEntry) throw Fail("did not find expected ',' or ']'", Next.Start, "a flow sequence", opening);
                Take();
                if (Next.Kind == YamlTokenKind.FlowSequenceEnd) break;
            }
            if (Next.Kind == YamlTokenKind.Key) ReadPair();
            else ReadNode(isBlock: false);
        }
        Take();
        tree.Close(end);
    }

    /// <summary>A single pair in a flow sequence is a mapping without brackets.</summary>
    void ReadPair()
    {
        tree.Open(isMapping: true, Next.Start.At, null, null);
        Take();
        if (Next.Kind is YamlTokenKind.Value or YamlTokenKind.FlowEntry or YamlTokenKind.FlowSequenceEnd)
        {
            // The library takes the token that it finds in place of the key.
            AddEmpty();
            Take();
        }
        else ReadNode(isBlock: false);
        ReadFlowValue(YamlTokenKind.FlowSequenceEnd);
        tree.Close(-1);
    }

    void ReadFlowMapping()
    {
        var opening = Next.Start;
        Take();
        for (var isFirst = true; Next.Kind != YamlTokenKind.FlowMappingEnd; isFirst = false)
        {
            if (!isFirst)
            {
                if (Next.Kind != YamlTokenKind.FlowEntry) throw Fail("did not find expected ',' or '}'", Next.Start, "a flow mapping", opening);
                Take();
                if (Next.Kind == YamlTokenKind.FlowMappingEnd) break;
            }
            if (Next.Kind == YamlTokenKind.Key)
            {
                Take();
                if (Next.Kind is YamlTokenKind.Value or YamlTokenKind.FlowEntry or YamlTokenKind.FlowMappingEnd) AddEmpty();
                else ReadNode(isBlock: false);
                ReadFlowValue(YamlTokenKind.FlowMappingEnd);
            }
            else
            {
                // What no colon follows is a key without a value.
                ReadNode(isBlock: false);
                AddEmpty();
            }
        }
        Take();
        tree.Close(end);
    }

    void ReadFlowValue(YamlTokenKind closing)
    {
        if (Next.Kind != YamlTokenKind.Value)
        {
            AddEmpty();
            return;
        }
        Take();
        if (Next.Kind == YamlTokenKind.FlowEntry || Next.Kind == closing) AddEmpty();
        else ReadNode(isBlock: false);
    }

    void Take()
    {
        end = Next.End;
        scanner.Take();
    }

    /// <summary>What is not there has its place behind what was read last.</summary>
    void AddEmpty() => tree.Add(new(end, end, ""));

    /// <summary>An error of the grammar; unlike the scanner's its line counts from 0, and the first has none.</summary>
    static YamlException Fail(string problem, YamlMark mark, string? context = null, YamlMark begun = default) =>
        new(YamlScanner.Words(mark.Line > 0 ? mark.Line : begun.Line, problem), mark.At) { Problem = problem, Context = context is null ? null : "parsing " + context, ContextAt = begun.At };
}
