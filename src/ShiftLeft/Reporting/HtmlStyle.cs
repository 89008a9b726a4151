namespace ShiftLeft.Reporting;

/// <summary>How the page looks: by the reader's choice light or dark, on paper always light.</summary>
static class HtmlStyle
{
    public const string Sheet = """
        :root {
          --page: #fff; --ink: #1f2328; --quiet: #59636e; --line: #d1d9e0; --panel: #f6f8fa; --link: #0550ae;
          --error: #b3142a; --warning: #8a4600; --info: #0550ae; --within: #116329;
          --mark: #ffe38f; --mark-ink: #1f2328; --added: #dafbe1; --removed: #ffebe9;
        }
        @media screen and (prefers-color-scheme: dark) {
          :root {
            --page: #0d1117; --ink: #e6edf3; --quiet: #9198a1; --line: #3d444d; --panel: #161b22; --link: #79b8ff;
            --error: #ff8d84; --warning: #f0b34e; --info: #79b8ff; --within: #56d364;
            --mark: #6b4f00; --mark-ink: #fff; --added: #12361f; --removed: #4b1a1c;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 62rem; padding: 1rem; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .875em; }
        a { color: var(--link); }
        h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; }
        h2 { margin: 2rem 0 .5rem; font-size: 1.25rem; }
        h3 { margin: 0 0 .25rem; font-size: 1rem; }
        p { margin: .5rem 0; }
        ul, ol { margin: .5rem 0; padding-left: 1.5rem; }
        header { border-left: .375rem solid var(--within); padding: .25rem 0 .25rem 1rem; }
        header.over { border-color: var(--error); }
        header.failed { border-color: var(--warning); }
        .product { margin: 0; color: var(--quiet); }
        .quiet, footer { color: var(--quiet); }
        footer { margin-top: 2rem; border-top: 1px solid var(--line); padding-top: .5rem; font-size: .875rem; }
        table { border-collapse: collapse; width: 100%; }
        th, td { border-bottom: 1px solid var(--line); padding: .375rem .5rem; text-align: left; vertical-align: top; }
        tbody th { font-weight: 600; }
        th small { display: block; color: var(--quiet); font-weight: 400; }
        .number { text-align: right; white-space: nowrap; overflow-wrap: normal; font-variant-numeric: tabular-nums; }
        td.error { color: var(--error); font-weight: 600; }
        td.warning { color: var(--warning); font-weight: 600; }
        td.info { color: var(--info); }
        td.none { color: var(--quiet); }
        .count { color: var(--quiet); white-space: nowrap; }
        @media (max-width: 30rem) { th, td { padding: .375rem .25rem; } .file > summary, article { padding-left: .5rem; padding-right: .5rem; } }
        .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 0 2rem; }
        summary { cursor: pointer; padding: .375rem 0; }
        .file { border: 1px solid var(--line); border-radius: .375rem; margin: .75rem 0; }
        .file > summary { background: var(--panel); border-radius: .375rem; padding: .5rem .75rem; }
        .file > summary code { font-weight: 600; }
        article { border-top: 1px solid var(--line); padding: .75rem; }
        article:target, li:target { outline: 2px solid var(--link); outline-offset: -2px; }
        .place { margin: 0 0 .5rem; color: var(--quiet); font-size: .9375rem; }
        .badge { display: inline-block; border: 1px solid currentColor; border-radius: 1rem; padding: 0 .5rem; font-size: .8125rem; font-weight: 600; line-height: 1.4; white-space: nowrap; }
        .badge.error { color: var(--error); }
        .badge.warning { color: var(--warning); }
        .badge.info { color: var(--info); }
        .code { margin: .5rem 0; overflow-x: auto; border-radius: .25rem; padding: .5rem .75rem; background: var(--panel); overflow-wrap: normal; tab-size: 4; }
        .code .n { display: inline-block; min-width: 2.5em; padding-right: 1em; color: var(--quiet); text-align: right; user-select: none; }
        mark { border-radius: .125rem; background: var(--mark); color: var(--mark-ink); }
        ins, del { display: inline-block; min-width: 100%; text-decoration: none; }
        ins { background: var(--added); }
        del { background: var(--removed); }
        ins::before { content: "+ "; }
        del::before { content: "- "; }
        .lines { list-style: none; margin: 0; padding: .5rem .75rem; }
        .lines li { padding: .25rem 0; }
        .related { list-style: none; padding-left: 0; }
        @media print {
          html { font-size: 10pt; }
          body { max-width: none; padding: 0; }
          article, tr, .lines li { break-inside: avoid; }
          summary { break-after: avoid; }
          .code { overflow: visible; white-space: pre-wrap; border: 1px solid var(--line); }
          mark, ins, del { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          details::details-content { content-visibility: visible; block-size: auto; }
        }

        """;
}
