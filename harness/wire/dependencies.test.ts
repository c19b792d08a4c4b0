import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause, setImmediate } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { ContractError } from '../ports/errors.ts';
import { type Dependencies, openDependencies } from './dependencies.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A real service that does with each connection what the test says, and a client of it by way of the proxy. */
const open = async (serve: (socket: Socket) => void, patience = { answerMs: 5_000, restMs: 20 }) => {
  const server = createServer({ allowHalfOpen: true }, serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const dependencies = await openDependencies([`localhost:${port}`], patience);
  closing.push(() => dependencies.close());
  const dial = async () => {
    const at = dependencies.redirects[`localhost:${port}`] ?? 0;
    const socket = connect({ port: at, host: '127.0.0.1', allowHalfOpen: true });
    closing.push(() => void socket.destroy());
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.on('error', () => {});
    await once(socket, 'connect');
    return { socket, heard: () => heard };
  };
  return { dependencies, port, dial };
};

const quiet = async ({ busy }: Dependencies): Promise<void> => {
  while (busy()) await setImmediate();
};

it('stands for a service on this machine by every name of the machine', async () => {
  const { dependencies, port } = await open(() => {});
  const ports = Object.values(dependencies.redirects);
  expect(Object.keys(dependencies.redirects)).toEqual([`localhost:${port}`, `127.0.0.1:${port}`, `::1:${port}`]);
  expect(new Set(ports).size).toBe(1);
});

it('is busy until the answer came, also to the question after it, and the account is that of the client', async () => {
  const { dependencies, dial } = await open((socket) => {
    socket.on('data', async (chunk) => {
      await pause(60);
      socket.write(`heard ${chunk}`);
    });
  });
  const { socket, heard } = await dial();
  for (const question of ['one', 'two']) {
    socket.write(question);
    while ((dependencies.connections()[0]?.bytesRead ?? 0) < socket.bytesWritten) await setImmediate();
    await quiet(dependencies);
    expect(heard()).toMatch(new RegExp(`heard ${question}$`));
  }
  expect(dependencies.connections()).toEqual([
    {
      clientPort: socket.localPort,
      bytesRead: socket.bytesWritten,
      bytesWritten: socket.bytesRead,
      finSent: false,
      finRead: false,
    },
  ]);
});

it('waits for the greeting of a service that speaks first', async () => {
  const { dependencies, dial } = await open((socket) => void pause(60).then(() => socket.write('welcome')));
  const { heard } = await dial();
  while (dependencies.connections().length === 0) await setImmediate();
  await quiet(dependencies);
  expect(heard()).toBe('welcome');
});

it('does not wait for ever for what never answers, and waits again once it has', async () => {
  const { dependencies, dial } = await open(
    (socket) => {
      socket.on('data', (chunk) => {
        if (`${chunk}` === 'wake') void pause(60).then(() => socket.write('awake'));
      });
    },
    { answerMs: 500, restMs: 1 },
  );
  const { socket, heard } = await dial();
  socket.write('listen');
  await quiet(dependencies);
  expect(heard()).toBe('');
  // While it is silent nobody waits: not for this answer, but for the next.
  socket.write('wake');
  await once(socket, 'data');
  socket.write('wake');
  while ((dependencies.connections()[0]?.bytesRead ?? 0) < socket.bytesWritten) await setImmediate();
  await quiet(dependencies);
  expect(heard()).toBe('awakeawake');
});

it('passes on ends and resets from either side, and forgets what is over', async () => {
  const { dependencies, dial } = await open((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => (`${chunk}` === 'reset' ? socket.resetAndDestroy() : socket.write(chunk)));
    socket.on('end', () => socket.end('and goodbye'));
  });
  const ended = await dial();
  ended.socket.end('hello');
  await once(ended.socket, 'end');
  expect(ended.heard()).toBe('helloand goodbye');

  const broken = await dial();
  broken.socket.write('reset');
  const [error] = await once(broken.socket, 'error');
  expect(error).toMatchObject({ code: 'ECONNRESET' });

  const left = await dial();
  left.socket.resetAndDestroy();
  await quiet(dependencies);
  while (dependencies.connections().length > 0) await setImmediate();
});

it('says which service does not run', async () => {
  const { port } = await open(() => {});
  for (const close of closing.splice(0).reverse()) await close();
  const opening = openDependencies([`localhost:${port}`]);
  await expect(opening).rejects.toThrow(ContractError);
  await expect(opening).rejects.toThrow(`localhost:${port} cannot be reached: ECONNREFUSED. Start it,`);
});
