// usage: node language-service.mjs REPOSITORY OWNER/NAME FILE=PLACE…
// Says what GitHub's language service has to say of each FILE, taken as if it lay at PLACE in the repository: `FILE:line:column: message`.
import { register } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// The package imports JSON without saying so, which Node.js refuses.
register('data:text/javascript,' + encodeURIComponent(`
  import { readFile } from 'node:fs/promises';
  export const load = async (url, context, next) => url.endsWith('.json')
    ? { format: 'module', shortCircuit: true, source: 'export default ' + await readFile(new URL(url), 'utf8') }
    : next(url, context);`));

const { validate } = await import('@actions/languageservice');
const { TextDocument } = await import('vscode-languageserver-textdocument');
const { parse } = await import('yaml');

const [repository, ourselves, ...files] = process.argv.slice(2);
const own = parse(readFileSync(join(repository, 'action.yml'), 'utf8'));
const actionsMetadataProvider = {
  // Of the actions that workflows use, only our own lies here; of the others no input is known.
  fetchActionMetadata: async action => `${action.owner}/${action.name}` === ourselves ? own : {},
};

for (const [file, place] of files.map(pair => pair.split('='))) {
  const document = TextDocument.create(`file:///${place}`, 'yaml', 0, readFileSync(file, 'utf8'));
  for (const { range: { start }, message } of await validate(document, { actionsMetadataProvider })) {
    console.log(`${place}:${start.line + 1}:${start.character + 1}: ${message}`);
  }
}
