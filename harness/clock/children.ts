/**
 * Programs and workers that the subject starts. No agent lives in those that are not Node, so that they are shown the way to a proxy,
 * which refuses and tells what they call: the clock could not account for it. A Node program has an agent that refuses by
 * itself, and tells the same proxy.
 */
import { ChildProcess } from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import workers, { type WorkerOptions } from 'node:worker_threads';

/** Everything by which a program is sent through a proxy, but for what stays on this machine. */
export const proxyEnvironment = (proxy: string): { readonly [variable: string]: string } => ({
  HTTP_PROXY: proxy,
  HTTPS_PROXY: proxy,
  http_proxy: proxy,
  https_proxy: proxy,
  NO_PROXY: '127.0.0.1,localhost',
  no_proxy: '127.0.0.1,localhost',
});

/** What an agent in between passed on is not for the clients of a Node program: they would take another way than without it. */
const forget = (proxy: string): void => {
  for (const [name, value] of Object.entries(proxyEnvironment(proxy)))
    if (process.env[name] === value) delete process.env[name];
};

interface Spawning {
  /** `NAME=value` */
  readonly envPairs?: string[];
}

/** What the agent in a child needs, also where it was given an environment of its own. */
interface Passed {
  readonly proxy: string;
  /** Where the network file lies. */
  readonly networkFile: string;
}

/** Not in the subject's own environment, where axios and others would find it. */
export function guardChildren({ proxy, networkFile }: Passed): void {
  forget(proxy);
  const preload = /--import=\S+/.exec(process.env.NODE_OPTIONS ?? '')?.[0] ?? '';
  const added = { ...proxyEnvironment(proxy), GAUNTLET_NETWORK: networkFile, NODE_OPTIONS: preload };
  const pass = ({ envPairs }: Spawning): void => {
    const given = new Set(envPairs?.map((pair) => pair.slice(0, pair.indexOf('='))));
    for (const [name, value] of Object.entries(added)) if (!given.has(name)) envPairs?.push(`${name}=${value}`);
  };
  // Beneath spawn, exec, fork and their like; the synchronous ones have nothing else in common.
  const binding: (name: string) => object = Reflect.get(process, 'binding');
  for (const target of [ChildProcess.prototype, binding.call(process, 'spawn_sync')]) {
    const spawn: (options: Spawning) => unknown = Reflect.get(target, 'spawn');
    const spawnGuarded = function (this: unknown, options: Spawning) {
      pass(options);
      return Reflect.apply(spawn, this, [options]);
    };
    Object.assign(target, { spawn: spawnGuarded });
  }

  // One that is made from text preloads nothing.
  const guard = fileURLToPath(new URL(`./text-worker${extname(import.meta.url)}`, import.meta.url));
  const load = `process.getBuiltinModule('node:module').createRequire('/')(${JSON.stringify(guard)});`;
  const { Worker } = workers;
  class GuardedWorker extends Worker {
    constructor(source: string | URL, options: WorkerOptions = {}) {
      const { env } = options;
      const isOwnEnvironment = typeof env === 'object' && env !== null;
      super(options.eval === true ? `${load}${source}` : source, {
        ...options,
        ...(isOwnEnvironment ? { env: { ...env, GAUNTLET_NETWORK: networkFile } } : {}),
      });
    }
  }
  Object.assign(workers, { Worker: GuardedWorker });
  syncBuiltinESMExports();
}

const { connect } = net.Socket.prototype;

/** For an agent without a line to the coordinator: asks the proxy for what was refused, which refuses it too and tells. */
export const tellProxy =
  (proxy: string) =>
  (host: string, port: number): void => {
    const socket = new net.Socket();
    socket.on('error', () => {});
    Reflect.apply(connect, socket, [{ host: '127.0.0.1', port: Number(new URL(proxy).port) }]);
    socket.end(`CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    socket.resume();
  };
