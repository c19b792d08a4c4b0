/** The part of Svix' API that its package is asked of: applications. */
import { openapi } from '@compass/gauntlet/providers';
import { twoOperations } from './two-operations.ts';

const application = {
  id: 'app_1',
  name: 'Ada',
  metadata: {},
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
};

export const svixApplications = () =>
  openapi(
    twoOperations({
      origin: 'https://api.svix.com',
      read: ['get', '/api/v1/app'],
      write: ['post', '/api/v1/app'],
      takes: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
      encoding: 'application/json',
    }),
    {
      id: 'svix',
      secrets: { token: { prefix: 'testsk_', randomLength: 32, use: 'credential' } },
      error: { body: { code: '{code}', detail: '{message}' } },
      answers: {
        'GET /api/v1/app': { data: [application], iterator: null, prevIterator: null, done: true },
        'POST /api/v1/app': application,
      },
    },
  );
