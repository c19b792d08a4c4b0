import { createServer } from 'node:net';
import { expect, test, vi } from 'vitest';

/** As another run on this machine has it that happens to look at the same ports in the same order. */
const another = async () => {
  vi.resetModules();
  return await import('./claimed-port.ts');
};

test('a port on which nobody listens yet is not handed out twice, by whatever run', async () => {
  const [ours, theirs] = [await another(), await another()];
  const first = await ours.claimPort();
  const second = await theirs.claimPort();
  expect(second.port).not.toBe(first.port);
  await first.release();
  const third = await (await another()).claimPort();
  expect(third.port).toBe(first.port);
  await Promise.all([second.release(), third.release()]);
});

test('a port on which somebody listens is left alone', async () => {
  const probe = await (await another()).claimPort();
  await probe.release();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(probe.port, '127.0.0.1', resolve));
  const claimed = await (await another()).claimPort();
  expect(claimed.port).not.toBe(probe.port);
  await claimed.release();
  await new Promise((resolve) => server.close(resolve));
});
