// usage: node replay.mjs DESCRIPTION REQUESTS
// Holds each recorded request, one JSON object a line, against a mock server of GitHub's OpenAPI description, and queries against GitHub's
// GraphQL schema. Prints `refused: METHOD PATH: why` for each that is not accepted, and at the end `N requests, M kinds`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [descriptionFile, requestsFile] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const description = JSON.parse(readFileSync(descriptionFile, 'utf8'));
const requests = [...new Set(readFileSync(requestsFile, 'utf8').split('\n').filter(line => line))].map(line => JSON.parse(line));

const refusals = [];
const refuse = (request, why) => refusals.push(`refused: ${request.method} ${request.path}: ${why}`);

// The description is large and takes a mock server long to read; only the paths that are asked for are kept.
const matches = (template, path) => {
  const [parts, words] = [template.split('/'), path.split('/')];
  return parts.length === words.length && parts.every((part, i) => part.startsWith('{') || part === words[i]);
};
const literal = template => template.split('/').filter(part => !part.startsWith('{')).length;
const templateOf = path => Object.keys(description.paths).filter(template => matches(template, path)).sort((a, b) => literal(b) - literal(a))[0];

const rest = [], graphQl = [], kinds = new Set();
for (const request of requests) {
  if (request.path.endsWith('/graphql')) {
    graphQl.push(request);
    continue;
  }
  const template = templateOf(request.path);
  if (!template || !description.paths[template][request.method.toLowerCase()]) refuse(request, 'there is no such operation');
  else rest.push({ ...request, template });
}

const trimmed = { openapi: description.openapi, info: description.info, paths: {}, components: {} };
for (const { template } of rest) trimmed.paths[template] = description.paths[template];
for (const item of Object.values(trimmed.paths))
  for (const operation of Object.values(item))
    // It is the requests that are in question; answers without content need no example that a mock could fail to make up.
    if (operation.responses) operation.responses = Object.fromEntries(Object.entries(operation.responses).filter(([status]) => status.startsWith('2')).slice(0, 1).map(([status]) => [status, { description: '' }]));
const queue = [trimmed.paths], seen = new Set();
while (queue.length > 0) {
  const node = queue.pop();
  if (node === null || typeof node !== 'object') continue;
  if (typeof node.$ref === 'string' && !seen.has(node.$ref)) {
    seen.add(node.$ref);
    const [, , group, name] = node.$ref.split('/');
    (trimmed.components[group] ??= {})[name] = description.components[group][name];
    queue.push(description.components[group][name]);
  }
  queue.push(...Object.values(node));
}

if (rest.length > 0) {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');

  const folder = mkdtempSync(join(tmpdir(), 'shiftleft-contract-'));
  writeFileSync(join(folder, 'description.json'), JSON.stringify(trimmed));
  const prism = spawn(process.execPath, [require.resolve('@stoplight/prism-cli/dist/index.js'), 'mock', '-h', '127.0.0.1', '-p', String(port), '--errors', join(folder, 'description.json')], { stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    const address = `http://127.0.0.1:${port}`;
    await ready(prism, address);
    for (const request of rest) {
      const response = await fetch(address + request.path + request.query, {
        method: request.method,
        headers: { accept: 'application/vnd.github+json', authorization: 'Bearer x', ...(request.body ? { 'content-type': 'application/json' } : {}) },
        body: request.body ?? undefined,
      });
      const answer = await response.text();
      if (response.status < 400) kinds.add(`${request.method} ${request.template}`);
      else refuse(request, `${response.status} ${reasons(answer)}`);
    }
  } finally {
    prism.kill();
    rmSync(folder, { recursive: true });
  }
}

if (graphQl.length > 0) {
  const { validate } = await import('@octokit/graphql-schema');
  for (const request of graphQl) {
    const errors = validate(JSON.parse(request.body).query);
    if (errors.length > 0) refuse(request, errors.map(error => error.message).join('; '));
    else kinds.add(`GraphQL ${JSON.parse(request.body).query.slice(0, 60)}`);
  }
}

for (const line of refusals) console.log(line);
for (const kind of [...kinds].sort()) console.log(`accepted: ${kind}`);
console.log(`${requests.length} requests, ${kinds.size} kinds`);

function reasons(answer) {
  try {
    return JSON.parse(answer).validation.map(fault => `${fault.location.join('.')}: ${fault.message}`).join('; ');
  } catch {
    return answer.slice(0, 300);
  }
}

async function ready(prism, address) {
  for (let i = 0; i < 600; i++) {
    if (prism.exitCode !== null) throw new Error('the mock server ended');
    try {
      await fetch(address);
      return;
    } catch {
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
  throw new Error('the mock server does not answer');
}
