import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Subject } from '../ports/subject.ts';
import { startModuleSubject } from './module.ts';
import { supervisor } from './supervisor.ts';
import { openTestProvider, type TestProvider } from './test-provider.ts';

const dayMs = 24 * 3_600_000;
const body = JSON.stringify({ id: 1 });

let provider: TestProvider;
let subject: Subject;

beforeAll(async () => {
  provider = await openTestProvider();
  subject = await startModuleSubject({
    contract: fileURLToPath(new URL('../../bench/soak-clients.contract.ts', import.meta.url)),
    env: {},
    stateDir: join(supervisor().directory, 'state'),
    urls: { soak: provider.url },
    redirects: {},
    ca: '',
    proxy: 'http://127.0.0.1:9',
    wire: provider.wire,
    limits: { virtualMs: 2 * dayMs, steps: 1_000_000, stallMs: 20_000 },
    inspect: false,
    notice: () => {},
  });
});
afterAll(async () => {
  await subject.close();
  await provider.close();
});

type Reply = 'unavailable' | 'a day' | 'nothing' | 'ok';

/** When each attempt of an operation through this client arrived and when it ended, in virtual ms since it began. */
async function timesOf(client: string, replies: readonly Reply[]): Promise<readonly number[]> {
  await subject.begin(1);
  const epoch = subject.clock.now();
  const times: number[] = [];
  provider.answer = (_request, reply) => {
    const said = replies[times.length] ?? 'ok';
    times.push(subject.clock.now() - epoch);
    if (said === 'nothing') return;
    if (said === 'a day') reply.setHeader('retry-after', dayMs / 1_000);
    reply.writeHead(said === 'ok' ? 200 : 503, { 'content-type': 'application/json' }).end(body);
  };
  const result = await subject.call({ operation: client, input: 'plain', user: '', correlationId: '' });
  expect(result).toEqual({ kind: 'ok', value: JSON.parse(body) });
  const end = subject.clock.now() - epoch;
  await subject.end();
  return [...times, end];
}

describe('virtual time under real clients', () => {
  it.each([
    // Back-off of 1 s or 500 ms, then the client's own time-out of 5 s, then the next back-off.
    ['fetch', [0, 1_000, 8_000, 8_000]],
    ['node:http', [0, 1_000, 8_000, 8_000]],
    ['axios', [0, 1_000, 8_000, 8_000]],
    ['openai', [0, 500, 6_500, 6_500]],
    ['anthropic', [0, 500, 6_500, 6_500]],
  ])('%s: back-off and time-out to the millisecond', async (client, times) => {
    expect(await timesOf(client, ['unavailable', 'nothing'])).toEqual(times);
  });

  it('got: its time-out may come a millisecond late', async () => {
    const [first, second, third = 0] = await timesOf('got', ['unavailable', 'nothing']);
    expect([first, second]).toEqual([0, 1_000]);
    expect([8_000, 8_001]).toContain(third);
  });

  it('undici: its time-out comes within a second, as its own timers tick', async () => {
    const [first, second, third = 0] = await timesOf('undici', ['unavailable', 'nothing']);
    expect([first, second]).toEqual([0, 1_000]);
    expect(third).toBeGreaterThanOrEqual(8_000);
    expect(third).toBeLessThanOrEqual(9_000);
  });

  it('ky: back-off', async () => {
    expect(await timesOf('ky', ['unavailable', 'unavailable'])).toEqual([0, 1_000, 3_000, 3_000]);
  });

  it.each(['fetch', 'node:http', 'axios', 'undici', 'ky'])('%s: waits a day when told to', async (client) => {
    expect(await timesOf(client, ['a day'])).toEqual([0, dayMs, dayMs]);
  });
});
