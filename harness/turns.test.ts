import { expect, test } from 'vitest';
import type { ReceivedRequest } from './ports/provider.ts';
import { createTurns } from './turns.ts';

const request = (path: string): ReceivedRequest => ({
  method: 'GET',
  url: new URL(path, 'https://api.items.example'),
  headers: new Headers(),
  body: '',
});

/** Like the clock: one sleeper is let go at a time, and none while another is awake. */
const oneAtATime = () => {
  const sleepers: (() => void)[] = [];
  return {
    sleep: () => new Promise<void>((wake) => sleepers.push(wake)),
    letAllGo: async () => {
      for (let wake = sleepers.shift(); wake !== undefined; wake = sleepers.shift()) {
        wake();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
};

test('requests of one instant go in an order of their own, whichever arrived first, and none waits for one that sleeps', async () => {
  const clock = oneAtATime();
  const turns = createTurns();
  const gone: string[] = [];
  const all = ['/c', '/a', '/b', '/a'].map(async (path) => {
    await turns.take(request(path), clock.sleep);
    gone.push(path);
  });
  await clock.letAllGo();
  await Promise.all(all);
  expect(gone).toEqual(['/a', '/a', '/b', '/c']);
});
