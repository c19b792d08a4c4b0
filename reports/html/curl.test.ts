import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { curl } from './curl.ts';

/** What bash makes of the command: the arguments that curl would get. */
const parsed = (command: string | undefined, env: { readonly [name: string]: string } = {}): readonly string[] =>
  execFileSync('bash', ['-c', `curl() { printf '%s\\0' "$@"; }\n${command}`], {
    env: { ...env, PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
    .toString()
    .split('\0')
    .slice(0, -1);

const request = {
  type: 'request' as const,
  method: 'POST',
  url: 'https://api.example/v1/items',
  headers: {},
  body: '',
};

test('secrets come from the environment, and what belongs to the connection is left out', () => {
  const headers = { authorization: 'Bearer <ITEMS_KEY>', host: '127.0.0.1:1', 'content-length': '2', accept: '*/*' };
  const command = curl({ ...request, headers, body: '{"a":1}' }, ['ITEMS_KEY'], 8192);
  expect(parsed(command, { ITEMS_KEY: 'from env' })).toEqual([
    ...['-X', 'POST', request.url],
    ...['-H', 'authorization: Bearer from env', '-H', 'accept: */*'],
    ...['--data-raw', '{"a":1}'],
  ]);
});

test.each([
  'it\'s $HOME `id` $(id) \\ "q" !x',
  'two\nlines\r\n\ttabbed \\n',
  '\u202egnp.exe \u200b \u2028 \ufeff',
  'ä ß 漢字 🙂 \u0001\u007f',
  '<OTHER> </script><img src=x onerror=alert(1)>',
])('a shell makes exactly the body of it: %j', (body) => {
  const command = curl({ ...request, body }, ['ITEMS_KEY'], 8192);
  expect(parsed(command).at(-1)).toBe(body);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
  expect(command).not.toMatch(/[\u0000-\u001f\u007f\u200b-\u200f\u2028-\u202e\ufeff]/);
});

test('a delivery goes to the address of the endpoint', () => {
  const command = curl({ type: 'delivery', headers: { 'x-signature': 'abc' }, body: '{}' }, [], 8192);
  expect(parsed(command, { WEBHOOK_URL: 'http://127.0.0.1:3000/hooks' })).toEqual([
    ...['-X', 'POST', 'http://127.0.0.1:3000/hooks'],
    ...['-H', 'x-signature: abc', '--data-raw', '{}'],
  ]);
});

test('no command for a body that is too long to show', () => {
  expect(curl({ ...request, body: 'x'.repeat(100_000) }, [], 8192)).toBeUndefined();
});
