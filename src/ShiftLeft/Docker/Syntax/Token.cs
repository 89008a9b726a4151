using ShiftLeft.Text;

namespace ShiftLeft.Docker.Syntax;

/// <summary>What a piece of a Dockerfile is. The tokens of a file follow each other without a gap.</summary>
enum TokenKind
{
    ByteOrderMark, NewLine, Whitespace, Comment, Directive, Keyword, Flag, Argument, Continuation, HeredocBody, HeredocTerminator, Unread,
}

readonly record struct Token(TokenKind Kind, Span Span);
