/** Ways out of the machine that are no TCP connection: name look-ups and datagrams. All of them are shut. */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

type LookupCallback = (error: Error | null, address?: unknown, family?: number) => void;

const notFound = (call: string, hostname: string) =>
  Object.assign(new Error(`${call} ENOTFOUND ${hostname}`), {
    errno: -3008,
    code: 'ENOTFOUND',
    syscall: call,
    hostname,
  });

/** `whereIs` says whether a name stands for the wire; `told` hears of each name that was asked for in vain. */
export function closeDoors(whereIs: (hostname: string) => 'here' | 'nowhere', told: (hostname: string) => void): void {
  const resolve = (hostname: string) => {
    if (net.isIP(hostname) !== 0) return hostname;
    if (hostname === 'localhost' || whereIs(hostname) === 'here') return '127.0.0.1';
    told(hostname);
    return undefined;
  };

  const lookup = (hostname: string, given: unknown, then?: LookupCallback) => {
    const callback = (typeof given === 'function' ? given : then) as LookupCallback;
    const all = typeof given === 'object' && given !== null && Reflect.get(given, 'all') === true;
    const address = resolve(hostname);
    if (address === undefined) return process.nextTick(callback, notFound('getaddrinfo', hostname));
    const family = net.isIP(address);
    if (all) return process.nextTick(callback, null, [{ address, family }]);
    return process.nextTick(callback, null, address, family);
  };
  const lookupPromise = async (hostname: string, options?: { readonly all?: boolean }) => {
    const address = resolve(hostname);
    if (address === undefined) throw notFound('getaddrinfo', hostname);
    const found = { address, family: net.isIP(address) };
    return options?.all === true ? [found] : found;
  };
  Object.assign(dns, { lookup });
  Object.assign(dns.promises, { lookup: lookupPromise });

  const queries = ['', '4', '6', 'Any', 'Caa', 'Cname', 'Mx', 'Naptr', 'Ns', 'Ptr', 'Soa', 'Srv', 'Tlsa', 'Txt'];
  for (const query of [...queries.map((type) => `resolve${type}`), 'reverse', 'lookupService']) {
    const refuse = (hostname: string, ...rest: unknown[]) => {
      told(hostname);
      const callback = rest.at(-1);
      if (typeof callback === 'function') process.nextTick(callback as LookupCallback, notFound('query', hostname));
    };
    const refusePromise = async (hostname: string) => {
      told(hostname);
      throw notFound('query', hostname);
    };
    for (const target of [dns, dns.Resolver.prototype]) Object.assign(target, { [query]: refuse });
    for (const target of [dns.promises, dns.promises.Resolver.prototype]) {
      Object.assign(target, { [query]: refusePromise });
    }
  }

  const refuseDatagrams = (syscall: string) =>
    function (this: dgram.Socket, ...args: unknown[]) {
      const address = args.filter((part) => typeof part === 'string').at(-1) ?? 'localhost';
      told(address);
      const callback = args.at(-1);
      const error = Object.assign(new Error(`${syscall} ECONNREFUSED ${address}`), { code: 'ECONNREFUSED', syscall });
      process.nextTick(() => {
        if (typeof callback === 'function') callback(error);
        else this.emit('error', error);
      });
    };
  Object.assign(dgram.Socket.prototype, { send: refuseDatagrams('send'), connect: refuseDatagrams('connect') });
  syncBuiltinESMExports();
}
