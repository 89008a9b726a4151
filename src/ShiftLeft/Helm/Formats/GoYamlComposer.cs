using System.Runtime.CompilerServices;

namespace ShiftLeft.Helm.Formats;

/// <summary>Puts the tokens of the first document together to nodes, with the grammar and the complaints of <c>yaml.v2</c>.</summary>
sealed class GoYamlComposer(GoYamlScanner scanner)
{
    /// <summary>Deeper than anything that people write, and shallow enough for every stack.</summary>
    const int DeepestNesting = 1000;

    readonly Dictionary<string, string> tagHandles = new(StringComparer.Ordinal);
    readonly Dictionary<string, GoYamlNode> anchors = new(StringComparer.Ordinal);
    int depth;

    ref readonly GoYamlToken Next => ref scanner.Next;

    /// <summary>The root of the first document; null where there is none. What follows it is not looked at.</summary>
    public GoYamlNode? Compose()
    {
        if (Next.Kind == GoYamlTokenKind.StreamEnd) return null;
        var isExplicit = Next.Kind is GoYamlTokenKind.VersionDirective or GoYamlTokenKind.TagDirective or GoYamlTokenKind.DocumentStart;
        ReadDirectives();
        GoYamlNode root;
        if (isExplicit)
        {
            if (Next.Kind != GoYamlTokenKind.DocumentStart) throw Fail("did not find expected <document start>", Next.Start);
            scanner.Take();
            root = Next.Kind is GoYamlTokenKind.VersionDirective or GoYamlTokenKind.TagDirective or GoYamlTokenKind.DocumentStart or GoYamlTokenKind.DocumentEnd or GoYamlTokenKind.StreamEnd
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
        for (; Next.Kind is GoYamlTokenKind.VersionDirective or GoYamlTokenKind.TagDirective; scanner.Take())
        {
            var token = Next;
            if (token.Kind == GoYamlTokenKind.VersionDirective)
            {
                if (hasVersion) throw Fail("found duplicate %YAML directive", token.Start);
                if (token.Text != "1.1") throw Fail("found incompatible YAML document", token.Start);
                hasVersion = true;
            }
            else if (!tagHandles.TryAdd(token.Text!, token.Suffix!)) throw Fail("found duplicate %TAG directive", token.Start);
        }
        tagHandles.TryAdd("!", "!");
        tagHandles.TryAdd("!!", GoYamlTypes.LongPrefix);
    }

    GoYamlNode ReadNode(bool isBlock, bool mayBeIndentless = false)
    {
        if (++depth > DeepestNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new GoYamlException($"nodes are nested more than {DeepestNesting} deep", Next.Start.At);
        var node = ReadNodeContent(isBlock, mayBeIndentless);
        depth--;
        return node;
    }

    GoYamlNode ReadNodeContent(bool isBlock, bool mayBeIndentless)
    {
        var token = Next;
        var start = token.Start;
        if (token.Kind == GoYamlTokenKind.Alias)
        {
            scanner.Take();
            if (!anchors.TryGetValue(token.Text!, out var target)) throw new GoYamlException($"unknown anchor '{token.Text}' referenced", start.At);
            return new GoYamlAlias(start.At, start.Line, token.Text!, target) { End = token.End };
        }
        string? anchor = null;
        string? tag = null;
        var end = start.At;
        while ((token.Kind == GoYamlTokenKind.Anchor && anchor is null) || (token.Kind == GoYamlTokenKind.Tag && tag is null))
        {
            if (token.Kind == GoYamlTokenKind.Anchor) anchor = token.Text;
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
            case GoYamlTokenKind.BlockEntry when mayBeIndentless: return ReadIndentlessSequence(Named(anchor, new GoYamlSequence(at.At, start.Line) { Tag = tag }));
            case GoYamlTokenKind.Scalar:
                scanner.Take();
                return Named(anchor, new GoYamlScalar(at.At, start.Line, token.Text!, token.Pieces, tag is null ? token.IsPlain : tag == "!") { Tag = tag, End = token.End });
            case GoYamlTokenKind.FlowSequenceStart: return ReadFlowSequence(Named(anchor, new GoYamlSequence(at.At, start.Line) { Tag = tag }), start);
            case GoYamlTokenKind.FlowMappingStart: return ReadFlowMapping(Named(anchor, new GoYamlMapping(at.At, start.Line) { Tag = tag }));
            case GoYamlTokenKind.BlockSequenceStart when isBlock: return ReadBlockSequence(Named(anchor, new GoYamlSequence(at.At, start.Line) { Tag = tag }));
            case GoYamlTokenKind.BlockMappingStart when isBlock: return ReadBlockMapping(Named(anchor, new GoYamlMapping(at.At, start.Line) { Tag = tag }));
        }
        if (anchor is not null || tag is not null) return Named(anchor, new GoYamlScalar(end, start.Line, "", default, tag is null) { Tag = tag });
        throw Fail("did not find expected node content", token.Start, start);
    }

    T Named<T>(string? anchor, T node) where T : GoYamlNode
    {
        if (anchor is null) return node;
        node.IsNamed = true;
        anchors[anchor] = node;
        return node;
    }

    GoYamlSequence ReadBlockSequence(GoYamlSequence sequence)
    {
        var opening = Next.Start;
        scanner.Take();
        while (Next.Kind == GoYamlTokenKind.BlockEntry)
        {
            var dash = Next;
            scanner.Take();
            Add(sequence, Next.Kind is GoYamlTokenKind.BlockEntry or GoYamlTokenKind.BlockEnd ? Empty(dash) : ReadNode(isBlock: true));
        }
        if (Next.Kind != GoYamlTokenKind.BlockEnd) throw Fail("did not find expected '-' indicator", Next.Start, opening);
        scanner.Take();
        return sequence;
    }

    GoYamlSequence ReadIndentlessSequence(GoYamlSequence sequence)
    {
        while (Next.Kind == GoYamlTokenKind.BlockEntry)
        {
            var dash = Next;
            scanner.Take();
            var isEmpty = Next.Kind is GoYamlTokenKind.BlockEntry or GoYamlTokenKind.Key or GoYamlTokenKind.Value or GoYamlTokenKind.BlockEnd;
            Add(sequence, isEmpty ? Empty(dash) : ReadNode(isBlock: true));
        }
        return sequence;
    }

    static void Add(GoYamlSequence sequence, GoYamlNode item)
    {
        sequence.Items.Add(item);
        sequence.End = item.End;
    }

    GoYamlMapping ReadBlockMapping(GoYamlMapping mapping)
    {
        var opening = Next.Start;
        scanner.Take();
        while (Next.Kind == GoYamlTokenKind.Key)
        {
            var mark = Next;
            scanner.Take();
            var key = IsBlockContent(Next.Kind) ? ReadNode(isBlock: true, mayBeIndentless: true) : Empty(mark);
            GoYamlNode value;
            if (Next.Kind == GoYamlTokenKind.Value)
            {
                var colon = Next;
                scanner.Take();
                value = IsBlockContent(Next.Kind) ? ReadNode(isBlock: true, mayBeIndentless: true) : Empty(colon);
            }
            else value = Empty(Next.Start);
            mapping.Entries.Add((key, value));
            mapping.End = Math.Max(key.End, value.End);
        }
        if (Next.Kind != GoYamlTokenKind.BlockEnd) throw Fail("did not find expected key", Next.Start, opening);
        scanner.Take();
        return mapping;
    }

    static bool IsBlockContent(GoYamlTokenKind kind) => kind is not (GoYamlTokenKind.Key or GoYamlTokenKind.Value or GoYamlTokenKind.BlockEnd);

    GoYamlSequence ReadFlowSequence(GoYamlSequence sequence, GoYamlMark start)
    {
        scanner.Take();
        for (var isFirst = true; Next.Kind != GoYamlTokenKind.FlowSequenceEnd; isFirst = false)
        {
            if (!isFirst)
            {
                if (Next.Kind != GoYamlTokenKind.FlowEntry) throw Fail("did not find expected ',' or ']'", Next.Start, start);
                scanner.Take();
                if (Next.Kind == GoYamlTokenKind.FlowSequenceEnd) break;
            }
            sequence.Items.Add(Next.Kind == GoYamlTokenKind.Key ? ReadPair() : ReadNode(isBlock: false));
        }
        sequence.End = Next.End;
        scanner.Take();
        return sequence;
    }

    /// <summary>A single pair in a flow sequence is a mapping without brackets.</summary>
    GoYamlMapping ReadPair()
    {
        var pair = new GoYamlMapping(Next.Start.At, Next.Start.Line);
        scanner.Take();
        GoYamlNode key;
        if (Next.Kind is GoYamlTokenKind.Value or GoYamlTokenKind.FlowEntry or GoYamlTokenKind.FlowSequenceEnd)
        {
            // The library takes the token that it finds in place of the key.
            key = Empty(Next);
            scanner.Take();
        }
        else key = ReadNode(isBlock: false);
        GoYamlNode? value = null;
        if (Next.Kind == GoYamlTokenKind.Value)
        {
            scanner.Take();
            if (Next.Kind is not (GoYamlTokenKind.FlowEntry or GoYamlTokenKind.FlowSequenceEnd)) value = ReadNode(isBlock: false);
        }
        pair.Entries.Add((key, value ?? Empty(Next.Start)));
        pair.End = Math.Max(key.End, value?.End ?? 0);
        return pair;
    }

    GoYamlMapping ReadFlowMapping(GoYamlMapping mapping)
    {
        var opening = Next.Start;
        scanner.Take();
        for (var isFirst = true; Next.Kind != GoYamlTokenKind.FlowMappingEnd; isFirst = false)
        {
            if (!isFirst)
            {
                if (Next.Kind != GoYamlTokenKind.FlowEntry) throw Fail("did not find expected ',' or '}'", Next.Start, opening);
                scanner.Take();
                if (Next.Kind == GoYamlTokenKind.FlowMappingEnd) break;
            }
            mapping.Entries.Add(ReadFlowEntry());
        }
        mapping.End = Next.End;
        scanner.Take();
        return mapping;
    }

    (GoYamlNode Key, GoYamlNode Value) ReadFlowEntry()
    {
        // What no colon follows is a key without a value.
        if (Next.Kind != GoYamlTokenKind.Key) return (ReadNode(isBlock: false), Empty(Next.Start));
        scanner.Take();
        var key = IsFlowContent(Next.Kind) ? ReadNode(isBlock: false) : Empty(Next.Start);
        if (Next.Kind != GoYamlTokenKind.Value) return (key, Empty(Next.Start));
        scanner.Take();
        return (key, Next.Kind is GoYamlTokenKind.FlowEntry or GoYamlTokenKind.FlowMappingEnd ? Empty(Next.Start) : ReadNode(isBlock: false));
    }

    static bool IsFlowContent(GoYamlTokenKind kind) => kind is not (GoYamlTokenKind.Value or GoYamlTokenKind.FlowEntry or GoYamlTokenKind.FlowMappingEnd);

    static GoYamlScalar Empty(GoYamlToken behind) => new(behind.End, behind.Start.Line, "", default, true);

    static GoYamlScalar Empty(GoYamlMark mark) => new(mark.At, mark.Line, "", default, true);

    /// <summary>An error of the grammar; unlike the scanner's its line counts from 0, and the first has none.</summary>
    static GoYamlException Fail(string problem, GoYamlMark mark, GoYamlMark context = default) =>
        new(GoYamlScanner.Words(mark.Line > 0 ? mark.Line : context.Line, problem), mark.At);
}
