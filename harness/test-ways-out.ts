/** Every way that a Node program has out of the machine. The addresses are those that nobody has (RFC 5737, RFC 3849, RFC 2606). */
import { execFile, execFileSync } from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { once } from 'node:events';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';

const address = '192.0.2.1';
const address6 = '2001:db8::1';
const host = 'telemetry.example';
const run = promisify(execFile);
/** A program that is no Node, and at hand wherever repositories are inspected. */
const git = ['ls-remote', `https://${host}/`];
const call = `fetch('https://${host}/').catch(() => {})`;

const connected = (socket: net.Socket): Promise<unknown> => once(socket, 'connect').finally(() => socket.destroy());

/** Each rejects, or is refused where nobody asks. */
export const waysOut: { readonly [way: string]: () => Promise<unknown> } = {
  'dns.lookup': () => promisify(dns.lookup)(host),
  'dns.promises.lookup': () => dns.promises.lookup(host),
  'dns.resolve4': () => promisify(dns.resolve4)(host),
  'dns.promises.resolveMx': () => dns.promises.resolveMx(host),
  'dns.Resolver': () => {
    const resolver = new dns.Resolver();
    return promisify(resolver.resolveSrv.bind(resolver))(host);
  },
  'dns.promises.Resolver': () => new dns.promises.Resolver().resolveTxt(host),
  'dns.reverse': () => promisify(dns.reverse)(address),
  'dns.lookupService': () => promisify(dns.lookupService)(address, 80),
  'dns.promises.lookupService': () => dns.promises.lookupService(address, 80),
  'a datagram': async () => {
    const socket = dgram.createSocket('udp4');
    const sent = new Promise((resolve, reject) => {
      socket.send('x', 8125, address, (error, bytes) => (error === null ? resolve(bytes) : reject(error)));
    });
    await sent.finally(() => socket.close());
  },
  'a datagram of a connected socket': async () => {
    const socket = dgram.createSocket('udp4');
    socket.connect(8125, address);
    await once(socket, 'connect').finally(() => socket.close());
  },
  'a TCP socket': () => connected(net.connect(80, address)),
  'a TCP socket, IPv6': () => connected(net.connect(80, address6)),
  'a TCP socket, by name': () => connected(net.connect(80, host)),
  'a TCP socket with a look-up of its own': () =>
    connected(net.connect({ port: 80, host, lookup: (_host, _options, done) => done(null, address, 4) })),
  'a TLS socket': () => connected(tls.connect(443, address)),
  'https.get': () => once(https.get(`https://${host}/`), 'response'),
  'http2.connect': () => once(http2.connect(`https://${host}/`), 'connect'),
  fetch: () => fetch(`https://${host}/`),
  WebSocket: () =>
    new Promise((_resolve, reject) => {
      new WebSocket(`wss://${host}/`).addEventListener('error', reject);
    }),
  'a worker': async () => {
    // Waited for in one go: what a worker does is nothing that its parent can be seen to wait for.
    const over = new Int32Array(new SharedArrayBuffer(4));
    const tell = 'require("node:worker_threads").workerData';
    const code = `${call}.finally(() => setTimeout(() => Atomics.notify(${tell}, Atomics.store(${tell}, 0, 1) - 1), 200))`;
    const worker = new Worker(code, { eval: true, env: {}, workerData: over });
    Atomics.wait(over, 0, 0, 5_000);
    void worker.terminate();
    throw new Error(`over: ${over[0]}`);
  },
  'a Node program': () =>
    run(process.execPath, ['-e', call], { env: {} }).then(() => Promise.reject(new Error('over'))),
  'another program': () => run('git', git),
  'another program, waited for': async () => execFileSync('git', git, { stdio: 'pipe' }),
};
