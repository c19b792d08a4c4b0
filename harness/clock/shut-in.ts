/** For what has no line to the coordinator: it keeps the real clock, and bytes that nobody counts would make that of others unsound. */
import { readFileSync } from 'node:fs';
import { guardChildren, tellProxy } from './children.ts';
import { type Network, watchConnections } from './connections.ts';

/** It reaches nothing but its own servers, and the proxy is told of what it tries. */
export function shutIn(): void {
  const { GAUNTLET_NETWORK } = process.env;
  if (GAUNTLET_NETWORK === undefined) return;
  const { proxy }: Network = JSON.parse(readFileSync(GAUNTLET_NETWORK, 'utf8'));
  const tell = tellProxy(proxy);
  guardChildren({ proxy, networkFile: GAUNTLET_NETWORK });
  watchConnections({ redirects: {}, ports: [], proxy }, (_type, host, port) => tell(host, port));
}
