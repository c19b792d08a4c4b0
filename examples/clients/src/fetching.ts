/** What libraries that retry any function are given to retry. */
import type { Client, Settings } from './client-contract.ts';

type Exchange = () => Promise<unknown>;

export function fetching({ url, secret }: Settings, retrying: (exchange: Exchange) => Promise<unknown>): Client {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const exchange =
    (init: RequestInit): Exchange =>
    async () => {
      const response = await fetch(`${url}/items`, { ...init, headers });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      return response.json();
    };
  return {
    read: () => retrying(exchange({ method: 'GET' })),
    write: (title) => retrying(exchange({ method: 'POST', body: JSON.stringify({ title }) })),
  };
}
