using System.Runtime.CompilerServices;

namespace ShiftLeft.Go.Yaml;

/// <summary>Puts the tokens of the first document together to nodes, with the grammar and the complaints of <c>yaml.v2</c>.</summary>
sealed class YamlComposer(YamlScanner scanner)
{
    /// <summary>Deeper than anything that people write, and shallow enough for every stack.</summary>
    const int DeepestNesting = 1000;

    readonly Dictionary<string, string> tagHandles = new(StringComparer.Ordinal);
    readonly Dictionary<string, YamlSyntax> anchors = new(StringComparer.Ordinal);
    int depth;

    ref readonly YamlToken Next => ref scanner.Next;

    /// <summary>The root of the first document; null where there is none. What follows it is not looked at.</summary>
    public YamlSyntax? Compose()
    {
        if (Next.Kind == YamlTokenKind.StreamEnd) return null;
        var isExplicit = Next.Kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective or YamlTokenKind.DocumentStart;
        ReadDirectives();
        YamlSyntax root;
        if (isExplicit)
        {
            if (Next.Kind != YamlTokenKind.DocumentStart) throw Fail("did not find expected <document start>", Next.Start);
            scanner.Take();
            root = Next.Kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective or YamlTokenKind.DocumentStart or YamlTokenKind.DocumentEnd or YamlTokenKind.StreamEnd
                ? Empty(Next.Start)
                : ReadNode(isBlock: true);
        }
        else root = ReadNode(isBlock: true);
        // The library looks at the token behind the document, and so finds what makes that none.
        _ = Next;
        return root;
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
            else if (!tagHandles.TryAdd(token.Text!, token.Suffix!)) throw Fail("found duplicate %TAG directive", token.Start);
        }
        tagHandles.TryAdd("!", "!");
        tagHandles.TryAdd("!!", YamlTypes.LongPrefix);
    }

    YamlSyntax ReadNode(bool isBlock, bool mayBeIndentless = false)
    {
        if (++depth > DeepestNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new YamlException($"nodes are nested more than {DeepestNesting} deep", Next.Start.At);
        var node = ReadNodeContent(isBlock, mayBeIndentless);
        depth--;
        return node;
    }

    YamlSyntax ReadNodeContent(bool isBlock, bool mayBeIndentless)
    {
        var token = Next;
        var start = token.Start;
        if (token.Kind == YamlTokenKind.Alias)
        {
            scanner.Take();
            if (!anchors.TryGetValue(token.Text!, out var target)) throw new YamlException($"unknown anchor '{token.Text}' referenced", start.At);
            return new YamlAliasSyntax(start.At, start.Line, token.Text!, target) { End = token.End };
        }
        string? anchor = null;
        string? tag = null;
        var end = start.At;
        while ((token.Kind == YamlTokenKind.Anchor && anchor is null) || (token.Kind == YamlTokenKind.Tag && tag is null))
        {
            if (token.Kind == YamlTokenKind.Anchor) anchor = token.Text;
            else if (token.Text!.Length == 0) tag = token.Suffix;
            else tag = tagHandles.TryGetValue(token.Text, out var prefix) ? prefix + token.Suffix : throw Fail("found undefined tag handle", token.Start, start);
            end = token.End;
            scanner.Take();
            token = Next;
        }
        // A node's place is that of its content, without its properties.
        var at = token.Start;
        switch (token.Kind)
        {
            case YamlTokenKind.BlockEntry when mayBeIndentless: return ReadIndentlessSequence(Named(anchor, new YamlSequenceSyntax(at.At, start.Line) { Tag = tag }));
            case YamlTokenKind.Scalar:
                scanner.Take();
                return Named(anchor, new YamlScalarSyntax(at.At, start.Line, token.Text!, token.Pieces, tag is null ? token.IsPlain : tag == "!") { Tag = tag, End = token.End });
            case YamlTokenKind.FlowSequenceStart: return ReadFlowSequence(Named(anchor, new YamlSequenceSyntax(at.At, start.Line) { Tag = tag }), start);
            case YamlTokenKind.FlowMappingStart: return ReadFlowMapping(Named(anchor, new YamlMappingSyntax(at.At, start.Line) { Tag = tag }));
            case YamlTokenKind.BlockSequenceStart when isBlock: return ReadBlockSequence(Named(anchor, new YamlSequenceSyntax(at.At, start.Line) { Tag = tag }));
            case YamlTokenKind.BlockMappingStart when isBlock: return ReadBlockMapping(Named(anchor, new YamlMappingSyntax(at.At, start.Line) { Tag = tag }));
        }
        if (anchor is not null || tag is not null) return Named(anchor, new YamlScalarSyntax(end, start.Line, "", default, tag is null) { Tag = tag });
        throw Fail("did not find expected node content", token.Start, start);
    }

    T Named<T>(string? anchor, T node) where T : YamlSyntax
    {
        if (anchor is null) return node;
        node.IsNamed = true;
        anchors[anchor] = node;
        return node;
    }

    YamlSequenceSyntax ReadBlockSequence(YamlSequenceSyntax sequence)
    {
        var opening = Next.Start;
        scanner.Take();
        while (Next.Kind == YamlTokenKind.BlockEntry)
        {
            var dash = Next;
            scanner.Take();
            Add(sequence, Next.Kind is YamlTokenKind.BlockEntry or YamlTokenKind.BlockEnd ? Empty(dash) : ReadNode(isBlock: true));
        }
        if (Next.Kind != YamlTokenKind.BlockEnd) throw Fail("did not find expected '-' indicator", Next.Start, opening);
        scanner.Take();
        return sequence;
    }

    YamlSequenceSyntax ReadIndentlessSequence(YamlSequenceSyntax sequence)
    {
        while (Next.Kind == YamlTokenKind.BlockEntry)
        {
            var dash = Next;
            scanner.Take();
            var isEmpty = Next.Kind is YamlTokenKind.BlockEntry or YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd;
            Add(sequence, isEmpty ? Empty(dash) : ReadNode(isBlock: true));
        }
        return sequence;
    }

    static void Add(YamlSequenceSyntax sequence, YamlSyntax item)
    {
        sequence.Items.Add(item);
        sequence.End = item.End;
    }

    YamlMappingSyntax ReadBlockMapping(YamlMappingSyntax mapping)
    {
        var opening = Next.Start;
        scanner.Take();
        while (Next.Kind == YamlTokenKind.Key)
        {
            var mark = Next;
            scanner.Take();
            var key = IsBlockContent(Next.Kind) ? ReadNode(isBlock: true, mayBeIndentless: true) : Empty(mark);
            YamlSyntax value;
            if (Next.Kind == YamlTokenKind.Value)
            {
                var colon = Next;
                scanner.Take();
                value = IsBlockContent(Next.Kind) ? ReadNode(isBlock: true, mayBeIndentless: true) : Empty(colon);
            }
            else value = Empty(Next.Start);
            mapping.Entries.Add((key, value));
            mapping.End = Math.Max(key.End, value.End);
        }
        if (Next.Kind != YamlTokenKind.BlockEnd) throw Fail("did not find expected key", Next.Start, opening);
        scanner.Take();
        return mapping;
    }

    static bool IsBlockContent(YamlTokenKind kind) => kind is not (YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd);

    YamlSequenceSyntax ReadFlowSequence(YamlSequenceSyntax sequence, YamlMark start)
    {
        scanner.Take();
        for (var isFirst = true; Next.Kind != YamlTokenKind.FlowSequenceEnd; isFirst = false)
        {
            if (!isFirst)
            {
                if (Next.Kind != YamlTokenKind.FlowEntry) throw Fail("did not find expected ',' or ']'", Next.Start, start);
                scanner.Take();
                if (Next.Kind == YamlTokenKind.FlowSequenceEnd) break;
            }
            sequence.Items.Add(Next.Kind == YamlTokenKind.Key ? ReadPair() : ReadNode(isBlock: false));
        }
        sequence.End = Next.End;
        scanner.Take();
        return sequence;
    }

    /// <summary>A single pair in a flow sequence is a mapping without brackets.</summary>
    YamlMappingSyntax ReadPair()
    {
        var pair = new YamlMappingSyntax(Next.Start.At, Next.Start.Line);
        scanner.Take();
        YamlSyntax key;
        if (Next.Kind is YamlTokenKind.Value or YamlTokenKind.FlowEntry or YamlTokenKind.FlowSequenceEnd)
        {
            // The library takes the token that it finds in place of the key.
            key = Empty(Next);
            scanner.Take();
        }
        else key = ReadNode(isBlock: false);
        YamlSyntax? value = null;
        if (Next.Kind == YamlTokenKind.Value)
        {
            scanner.Take();
            if (Next.Kind is not (YamlTokenKind.FlowEntry or YamlTokenKind.FlowSequenceEnd)) value = ReadNode(isBlock: false);
        }
        pair.Entries.Add((key, value ?? Empty(Next.Start)));
        pair.End = Math.Max(key.End, value?.End ?? 0);
        return pair;
    }

    YamlMappingSyntax ReadFlowMapping(YamlMappingSyntax mapping)
    {
        var opening = Next.Start;
        scanner.Take();
        for (var isFirst = true; Next.Kind != YamlTokenKind.FlowMappingEnd; isFirst = false)
        {
            if (!isFirst)
            {
                if (Next.Kind != YamlTokenKind.FlowEntry) throw Fail("did not find expected ',' or '}'", Next.Start, opening);
                scanner.Take();
                if (Next.Kind == YamlTokenKind.FlowMappingEnd) break;
            }
            mapping.Entries.Add(ReadFlowEntry());
        }
        mapping.End = Next.End;
        scanner.Take();
        return mapping;
    }

    (YamlSyntax Key, YamlSyntax Value) ReadFlowEntry()
    {
        // What no colon follows is a key without a value.
        if (Next.Kind != YamlTokenKind.Key) return (ReadNode(isBlock: false), Empty(Next.Start));
        scanner.Take();
        var key = IsFlowContent(Next.Kind) ? ReadNode(isBlock: false) : Empty(Next.Start);
        if (Next.Kind != YamlTokenKind.Value) return (key, Empty(Next.Start));
        scanner.Take();
        return (key, Next.Kind is YamlTokenKind.FlowEntry or YamlTokenKind.FlowMappingEnd ? Empty(Next.Start) : ReadNode(isBlock: false));
    }

    static bool IsFlowContent(YamlTokenKind kind) => kind is not (YamlTokenKind.Value or YamlTokenKind.FlowEntry or YamlTokenKind.FlowMappingEnd);

    static YamlScalarSyntax Empty(YamlToken behind) => new(behind.End, behind.Start.Line, "", default, true);

    static YamlScalarSyntax Empty(YamlMark mark) => new(mark.At, mark.Line, "", default, true);

    /// <summary>An error of the grammar; unlike the scanner's its line counts from 0, and the first has none.</summary>
    static YamlException Fail(string problem, YamlMark mark, YamlMark context = default) =>
        new(YamlScanner.Words(mark.Line > 0 ? mark.Line : context.Line, problem), mark.At);
}
