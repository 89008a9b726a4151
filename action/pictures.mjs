// usage: node action/pictures.mjs PROGRAM.dll MODULES FOLDER
// Makes the pictures of the action's README: runs the program on a small repository with a pull request, takes the comment and the summary
// that it writes, and draws them as GitHub does, light and dark. MODULES is a folder whose node_modules has marked and highlight.js;
// git and chromium are on the path.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [program, modules, folder] = process.argv.slice(2).map(path => resolve(path));
const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(join(modules, 'node_modules', 'x.js'));
const { Marked } = await import(pathToFileURL(require.resolve('marked')));
const highlighter = require('highlight.js');

const work = mkdtempSync(join(tmpdir(), 'shiftleft-pictures-'));
try {
  const { comment, summary } = await written();
  for (const [name, markdown, opened] of [['comment', comment, [0, 3]], ['summary', summary, []]])
    for (const theme of ['light', 'dark']) draw(`${name}-${theme}`, markdown, theme, opened);
} finally {
  rmSync(work, { recursive: true });
}

/** What the program writes about a pull request that makes the hardened sample careless. */
async function written() {
  const shop = join(work, 'shop');
  const git = (...args) => execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', '-C', shop, ...args], { encoding: 'utf8' }).trim();
  const commit = () => (git('add', '--all'), git('commit', '--quiet', '--message=change'), git('rev-parse', 'HEAD'));
  const edit = (file, ...pairs) => writeFileSync(join(shop, file), pairs.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    return text.replace(from, to);
  }, readFileSync(join(shop, file), 'utf8')));

  cpSync(join(repository, 'samples', 'orders-api-hardened'), shop, { recursive: true, filter: path => !/[/\\](bin|obj)$/.test(path) });
  git('init', '--quiet', '--initial-branch=main');
  mkdirSync(join(shop, '.github'));
  writeFileSync(join(shop, '.github', 'dependabot.yml'), 'version: 2\nupdates:\n  - { package-ecosystem: docker, directories: ["**/*"], schedule: { interval: weekly } }\n');
  edit('k8s/deployment.yaml', ['      automountServiceAccountToken: false\n', ''], ['            readOnlyRootFilesystem: true\n', '']);
  const base = commit();
  edit('Dockerfile', ['COPY --from=build /app ./', '# shiftleft:ignore SL1008 -- the vendor publishes no checksum; the mirror is ours\nADD https://get.example.com/agent.tgz /agent.tgz\nADD app.json ./\nCOPY --from=build /app ./'], ['USER 1654\n', 'USER root\n']);
  edit('k8s/deployment.yaml', ['            allowPrivilegeEscalation: false\n', '            allowPrivilegeEscalation: false\n            privileged: true\n'],
    ['      securityContext:\n', '      hostPID: true\n      automountServiceAccountToken: false\n      securityContext:\n']);
  const head = commit();
  git('checkout', '--quiet', '--detach', base);
  git('merge', '--quiet', '--no-ff', '--no-edit', head);

  let comment = '';
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', part => body += part).on('end', () => {
      if (request.method === 'POST' && request.url.endsWith('/issues/7/comments')) comment = JSON.parse(body).body;
      response.writeHead(request.method === 'POST' ? 201 : 200, { 'content-type': 'application/json' });
      response.end(request.method === 'POST' ? '{"id":1,"html_url":"https://github.com/acme/shop/pull/7#issuecomment-1"}' : '[]');
    });
  }).listen(0, '127.0.0.1');
  await new Promise(done => server.once('listening', done));
  const files = Object.fromEntries(['event', 'output', 'summary'].map(name => [name, join(work, name)]));
  writeFileSync(files.event, JSON.stringify({ action: 'opened', pull_request: { number: 7, head: { sha: head, repo: { full_name: 'acme/shop' } }, base: { sha: base, repo: { full_name: 'acme/shop' } } } }));
  const run = spawn('dotnet', [program], {
    cwd: shop,
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH, HOME: work, GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: shop, GITHUB_REPOSITORY: 'acme/shop', GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: files.event,
      GITHUB_REF: 'refs/pull/7/merge', GITHUB_SHA: git('rev-parse', 'HEAD'), GITHUB_RUN_ID: '4711', GITHUB_API_URL: `http://127.0.0.1:${server.address().port}`,
      GITHUB_OUTPUT: files.output, GITHUB_STEP_SUMMARY: files.summary, INPUT_TOKEN: 'x', 'INPUT_UPLOAD-SARIF': 'never', INPUT_REVIEW: 'never',
    },
  });
  await new Promise(done => run.once('exit', done));
  server.close();
  return { comment, summary: readFileSync(files.summary, 'utf8') };
}

/** @param opened which of the folded parts are shown unfolded */
function draw(name, markdown, theme, opened) {
  const marked = new Marked({ gfm: true, renderer: {
    code: ({ text, lang }) => `<pre><code>${lang && highlighter.getLanguage(lang) ? highlighter.highlight(text, { language: lang }).value : escape(text)}</code></pre>\n`,
  } });
  let html = marked.parse(markdown.replace(/^<!--.*-->\n/, ''));
  html = html.replace(/<blockquote>\s*<p>\[!(\w+)\]\s*([\s\S]*?)<\/blockquote>/g, (_, kind, rest) => `<div class="alert ${kind.toLowerCase()}"><p class="title">${kind[0]}${kind.slice(1).toLowerCase()}</p><p>${rest}</div>`);
  let at = 0;
  html = html.replace(/<details>/g, tag => opened.includes(at++) ? '<details open>' : tag);
  const box = name.startsWith('comment')
    ? `<div class="comment"><div class="head"><b>github-actions</b> <span class="bot">bot</span> commented now</div><div class="body">${html}</div></div>` : `<div class="comment"><div class="head"><b>Containers</b> summary</div><div class="body">${html}</div></div>`;
  const page = join(work, `${name}.html`);
  // The page says how tall it is, and is then drawn at that height.
  writeFileSync(page, `<!doctype html><meta charset="utf-8"><style>${style(theme)}</style><body>${box}<script>document.title = document.documentElement.scrollHeight</script>`);
  const chromium = (...args) => execFileSync('chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', `--user-data-dir=${join(work, 'profile')}`, ...args, `file://${page}`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const height = Number(/<title>(\d+)<\/title>/.exec(chromium('--window-size=960,100', '--dump-dom'))[1]);
  chromium(`--window-size=960,${Math.min(height, 2400)}`, `--screenshot=${join(folder, `${name}.png`)}`);
  console.log(`${name}.png ${height}`);
}

function escape(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}

function style(theme) {
  const c = theme === 'light'
    ? { back: '#ffffff', soft: '#f6f8fa', line: '#d1d9e0', text: '#1f2328', muted: '#59636e', link: '#0969da', code: '#818b981f', danger: '#cf222e', warning: '#9a6700', note: '#0969da', added: '#116329', addedBack: '#dafbe1', removed: '#82071e', removedBack: '#ffebe9', key: '#0550ae', word: '#cf222e', string: '#0a3069' }
    : { back: '#0d1117', soft: '#151b23', line: '#3d444d', text: '#f0f6fc', muted: '#9198a1', link: '#4493f8', code: '#656c7633', danger: '#f85149', warning: '#d29922', note: '#4493f8', added: '#aff5b4', addedBack: '#033a16', removed: '#ffdcd7', removedBack: '#67060c', key: '#79c0ff', word: '#ff7b72', string: '#a5d6ff' };
  return `
    body { background: ${c.back}; color: ${c.text}; font: 14px/1.5 'Noto Sans', 'Liberation Sans', 'Noto Color Emoji', sans-serif; margin: 16px; }
    .comment { border: 1px solid ${c.line}; border-radius: 6px; } .head { background: ${c.soft}; border-bottom: 1px solid ${c.line}; border-radius: 6px 6px 0 0; color: ${c.muted}; padding: 8px 16px; } .head b { color: ${c.text}; }
    .bot { border: 1px solid ${c.line}; border-radius: 2em; font-size: 12px; padding: 0 7px; } .body { padding: 16px; } .body > :first-child { margin-top: 0; }
    h2, h3, h4 { font-weight: 600; line-height: 1.25; margin: 24px 0 16px; } h2 { border-bottom: 1px solid ${c.line}; font-size: 1.5em; padding-bottom: .3em; } h3 { font-size: 1.25em; } h4 { font-size: 1em; }
    p, table, pre, details, .alert { margin: 0 0 16px; } a { color: ${c.link}; text-decoration: underline; } summary { cursor: pointer; } details > :not(summary) { margin-left: 0; } summary + * { margin-top: 10px; } details { margin-bottom: 10px; }
    code { background: ${c.code}; border-radius: 6px; font: 85% 'Liberation Mono', monospace; padding: .2em .4em; } pre { background: ${c.soft}; border-radius: 6px; overflow: hidden; padding: 12px 16px; } pre code { background: none; padding: 0; }
    table { border-collapse: collapse; } th, td { border: 1px solid ${c.line}; padding: 6px 13px; } tr:nth-child(2n) td { background: ${c.soft}; }
    .alert { border-left: .25em solid ${c.note}; padding: 8px 16px; } .alert p { margin: 0; } .alert .title { color: ${c.note}; font-weight: 500; margin-bottom: 8px; }
    .alert.caution { border-color: ${c.danger}; } .alert.caution .title { color: ${c.danger}; } .alert.warning { border-color: ${c.warning}; } .alert.warning .title { color: ${c.warning}; }
    .hljs-addition { background: ${c.addedBack}; color: ${c.added}; } .hljs-deletion { background: ${c.removedBack}; color: ${c.removed}; } .hljs-attr { color: ${c.key}; } .hljs-keyword { color: ${c.word}; } .hljs-string, .hljs-literal, .hljs-number { color: ${c.string}; } sub { color: ${c.muted}; }`;
}
