/** The same three-request case as a team would write it by hand: msw in this process, and fake timers. */
import FakeTimers from '@sinonjs/fake-timers';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { createItem } from './retrying-fetch.ts';

/** Runs `cases` cases one after the other and returns how many a second it managed. */
export const byHand = async (cases: number): Promise<number> => {
  const statuses = [503, 503, 200];
  let asked = 0;
  const server = setupServer(
    http.post('https://api.items.example/items', async ({ request }) => {
      await request.json();
      const status = statuses[asked % 3] ?? 200;
      asked += 1;
      return HttpResponse.json({ id: String(asked) }, { status });
    }),
  );
  server.listen();
  const started = performance.now();
  for (let index = 0; index < cases; index += 1) {
    const clock = FakeTimers.install({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    let settled = false;
    const call = createItem('https://api.items.example', 'token', `item ${index}`).finally(() => {
      settled = true;
    });
    // The reply arrives on real time, so the fake clock can only be pushed on between looks.
    while (!settled) {
      await new Promise((resolve) => setImmediate(resolve));
      await clock.nextAsync();
    }
    clock.uninstall();
    if (!(await call)) throw new Error('a case by hand did not end well');
  }
  const perSecond = (cases * 1000) / (performance.now() - started);
  server.close();
  if (asked !== cases * 3) throw new Error(`by hand, ${asked} requests were seen instead of ${cases * 3}`);
  return perSecond;
};
