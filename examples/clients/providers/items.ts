/** What clients without an API of their own are asked of: any JSON API with a Bearer key. */
import { openapi } from '@compass/gauntlet/providers';
import { twoOperations } from './two-operations.ts';

const item = { id: 'item_1', title: 'Broken login' };

export const items = () =>
  openapi(
    twoOperations({
      origin: 'https://api.items.example',
      read: ['get', '/items'],
      write: ['post', '/items'],
      takes: { type: 'object', required: ['title'], properties: { title: { type: 'string' } } },
      encoding: 'application/json',
    }),
    {
      id: 'items',
      secrets: { apiKey: { prefix: 'itm_live_', randomLength: 40, use: 'credential' } },
      answers: { 'GET /items': { data: [item] }, 'POST /items': item },
    },
  );
