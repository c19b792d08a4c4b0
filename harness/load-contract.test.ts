import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadContract } from './load-contract.ts';
import { ContractError } from './ports/errors.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contracts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
const contract = async (source: string): Promise<string> => {
  files += 1;
  const path = join(folder, `c${files}.contract.ts`);
  await writeFile(path, source);
  return path;
};

const refusal = async (source: string): Promise<string> => {
  const error: unknown = await loadContract(await contract(source)).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ContractError);
  return error instanceof Error ? error.message : '';
};

const provider = `{ id: 'shop', origins: ['https://api.shop.example'], dialect: { idempotency: 'same-reply' }, open() {},
  secrets: { apiKey: { prefix: 'shop_', randomLength: 32, use: 'credential' }, hookSecret: { prefix: 'wh_', randomLength: 32, use: 'webhook' } } }`;
const sound = (more: string): string => `
import { fc } from '@compass/gauntlet';
const arbitrary = fc.constant({});
export default {
  service: 'shop', type: 'output-only', providers: [${provider}], secrets: { SHOP_KEY: 'shop.apiKey' },
  policy: { maxRetries: 3, baseDelayMs: 1000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
  operations: { order: { stateChanging: true, idempotency: 'new', kind: 'other', input: arbitrary } },
  start: () => ({ perform: async () => ({ ok: true }) }),
  ${more}
};`;

test('gives the data that rules need, with what was left out filled in', async () => {
  const path = await contract(sound(''));
  const { facts } = await loadContract(path);
  expect(facts).toEqual({
    service: 'shop',
    type: 'output-only',
    providers: [{ id: 'shop', idempotency: 'same-reply' }],
    policy: { maxRetries: 3, baseDelayMs: 1000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
    operations: {
      order: { stateChanging: true, idempotency: 'new', kind: 'other', batch: false, pii: [], expectedStatuses: [] },
    },
    secrets: [{ name: 'SHOP_KEY', of: 'shop.apiKey', use: 'credential' }],
    probes: [],
    secretCarriers: [],
  });
});

test.each([
  ['nothing', '', undefined],
  ['another address', "env: () => ({ SHOP_URL: 'https://shop.example' }),", undefined],
  ['the simulation’s address', "env: (world) => ({ SHOP_URL: world.url('shop'), DIR: world.stateDir }),", true],
  [
    'a folder that is not there yet, and then that',
    "env: (world) => ({ D: world.stateDir, U: world.url('shop') }),",
    undefined,
  ],
  ['what throws', "env: () => { throw new Error('no'); },", undefined],
])('knows that TLS is left out where env is given %s', async (_what, env, plainHttp) => {
  const { facts } = await loadContract(await contract(sound(env)));
  expect(facts.providers[0]?.plainHttp).toBe(plainHttp);
});

test.each([
  [
    'throws',
    `throw new Error('DATABASE_URL is not set');`,
    /threw while it was loaded: DATABASE_URL is not set.*start\(\)/s,
  ],
  [
    'imports what is not there',
    `import 'no-such-sdk'; export default {};`,
    /imports something that is not there: .*no-such-sdk.*inside start\(\)/s,
  ],
  [
    'exports nothing',
    'export const contract: number = 1;',
    /no default export\. End it with: export default defineIntegration/,
  ],
  ['exports something else', 'export default 5;', /the contract must be an object, not number/],
  [
    'names an unknown provider',
    sound(`secrets: { K: 'nope.apiKey', SHOP_KEY: 'shop.apiKey' },`),
    /secrets\.K: 'nope\.apiKey' names a provider that the contract does not list\. Listed: 'shop'/,
  ],
  [
    'names an unknown secret',
    sound(`secrets: { K: 'shop.token', SHOP_KEY: 'shop.apiKey' },`),
    /secrets\.K: 'shop\.token' is no secret of that provider\. It has 'shop\.apiKey', 'shop\.hookSecret'/,
  ],
  [
    'declares no credential',
    sound('secrets: {},'),
    /no credential of shop is declared\. Add the variable that your code reads, such as SHOP_API_KEY: 'shop\.apiKey'/,
  ],
  ['throws what has no text', 'throw Object.create(null);', /threw while it was loaded: \[unreadable\]/],
  ['ends the process', 'process.exit(0);', /ends the process while it is loaded/],
  [
    'throws when it is looked at',
    `export default { get service() { throw new Error('not now'); } };`,
    /cannot be read: not now\nExport a plain object/,
  ],
  [
    'makes inputs that cannot be made',
    sound(
      `operations: { buy: { stateChanging: true, idempotency: 'new', kind: 'other', input: fc.integer().map(() => { throw new Error('no input'); }) } },`,
    ),
    /operations\.buy\.input: must give values that JSON can hold, .*no input/,
  ],
  ['misspells a key', sound('polcy: {},'), /the contract has 'polcy', which means nothing here/],
])('refuses a contract that %s, and says what to do', async (_what, source, expected) => {
  expect(await refusal(source)).toMatch(expected);
});

test('refuses a file that is neither module nor data', async () => {
  const path = join(folder, 'contract.toml');
  await writeFile(path, 'service = "shop"');
  await expect(loadContract(path)).rejects.toThrow(
    /contract\.toml is no contract\. Give data, .*linear\.contract\.yaml, or a module/,
  );
});

test('refuses a file that is not there', async () => {
  await expect(loadContract(join(folder, 'none.contract.ts'))).rejects.toThrow(
    /none\.contract\.ts does not exist\. Give the path/,
  );
});

test('tells everything that is wrong at once', async () => {
  const message = await refusal(
    sound(`type: 'outgoing', service: '../x', secrets: { K: 'nope.apiKey' }, operations: {}, start: 3,
      policy: { maxRetries: -1, baseDelayMs: 0, maxDelayMs: 1.5, attemptTimeoutMs: 10 },`),
  );
  expect(message.split('\n')).toEqual([
    expect.stringContaining('it has 9 problems'),
    expect.stringContaining('service: must be letters'),
    expect.stringContaining(`type: must be 'output-only' or 'bidirectional' or 'input-only', not "outgoing"`),
    expect.stringContaining('policy.maxRetries: must not be negative'),
    expect.stringContaining('policy.baseDelayMs: must be more than 0 ms'),
    expect.stringContaining('policy.maxDelayMs: must be a whole number of milliseconds'),
    expect.stringContaining('start: must be a function'),
    expect.stringContaining('operations: must declare at least one operation'),
    expect.stringContaining("secrets.K: 'nope.apiKey' names a provider"),
    expect.stringContaining('no credential of shop is declared'),
  ]);
});

test('a secret manager has to be one, and serves what the contract declares and not its own key', async () => {
  const manager = `{ id: 'vault', servesSecrets: true, origins: ['https://vault.example'], dialect: {}, open() {},
    secrets: { token: { prefix: 'vt_', randomLength: 32, use: 'credential' } } }`;
  const served = (spec: string): string =>
    sound(`secretManager: ${spec},`)
      .replace(`providers: [${provider}]`, `providers: [${provider}, ${manager}]`)
      .replace(
        `secrets: { SHOP_KEY: 'shop.apiKey' }`,
        `secrets: { SHOP_KEY: 'shop.apiKey', VAULT_TOKEN: 'vault.token' }`,
      );
  expect(await refusal(served(`{ provider: 'shop', serves: ['SHOP_KEY'] }`))).toContain(
    `secretManager.provider: 'shop' is no secret manager of this contract. Listed: 'vault'.`,
  );
  const both = await refusal(served(`{ provider: 'vault', serves: ['OTHER', 'VAULT_TOKEN'] }`));
  expect(both).toContain(`'OTHER' is none of secrets.`);
  expect(both).toContain(`'VAULT_TOKEN' opens the secret manager itself.`);
  const { facts } = await loadContract(await contract(served(`{ provider: 'vault', serves: ['SHOP_KEY'] }`)));
  expect(facts.secrets).toEqual([
    { name: 'SHOP_KEY', of: 'shop.apiKey', use: 'credential', managed: true },
    { name: 'VAULT_TOKEN', of: 'vault.token', use: 'credential' },
  ]);
});
