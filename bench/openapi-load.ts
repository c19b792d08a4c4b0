/**
 * How long it takes until an API from its OpenAPI document gives a first answer: `node bench/openapi-load.ts [file.json]`.
 * Without a file, a made document of 300 operations. GitHub's own is in the npm package `@octokit/openapi` (385 MB).
 */
import { readFileSync } from 'node:fs';
import { getResponse } from 'msw';
import { openapi } from '../providers/index.ts';
import { operationsOf } from '../providers/openapi/operations.ts';
import { largeDocument } from '../providers/openapi/test-documents.ts';

const [file] = process.argv.slice(2);
const text = file === undefined ? JSON.stringify(largeDocument(50)) : readFileSync(file, 'utf8');
const apiKey = 'key_live_abcdefghijklmnopqrstuvwxyz';

const began = performance.now();
const document = JSON.parse(text);
const provider = openapi(document, { credential: { in: 'header', name: 'X-Api-Key' } });
const constructed = performance.now();
const world = await provider.open({ seed: 1, credentials: { apiKey }, now: Date.now });
const opened = performance.now();

const { all } = operationsOf(document, '');
const first = all.find(({ method, template }) => method === 'GET' && !template.includes('{'));
const basePath = new URL(document.servers?.[0]?.url.replaceAll(/[{}]/g, '') ?? 'https://x').pathname.replace(/\/$/, '');
const url = `${provider.origins[0]}${basePath}${first?.template}`;
const reply = await getResponse([...world.handlers], new Request(url, { headers: { 'X-Api-Key': apiKey } }));
const answered = performance.now();

const ms = (from: number, to: number): string => `${Math.round(to - from)} ms`;
console.log(`${all.length} operations, ${(text.length / 1e6).toFixed(1)} MB`);
console.log(
  `parsed ${ms(began, constructed)}, opened ${ms(constructed, opened)}, ${first?.name} ${reply?.status} ${ms(opened, answered)}`,
);
console.log(`together ${ms(began, answered)}`);
