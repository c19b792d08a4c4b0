/** Declares the Linear integration to Gauntlet: `npx gauntlet run examples/linear/linear.contract.ts`. */
import { defineIntegration, fc } from '@compass/gauntlet';
import { linear, linearIds } from '@compass/gauntlet/providers';
import { policy } from './src/policy.ts';

const text = fc.string({ minLength: 3, maxLength: 40 }).filter((value) => value.trim().length >= 3);
const task = fc.record({ title: text, description: text });

export default defineIntegration({
  service: 'linear',
  type: 'bidirectional',
  providers: [linear()],
  secrets: { LINEAR_API_KEY: 'linear.apiKey', LINEAR_WEBHOOK_SECRET: 'linear.webhookSecret' },
  env: (world) => ({
    LINEAR_API_URL: `${world.url('linear')}/graphql`,
    LINEAR_TEAM_ID: linearIds.team('ENG'),
    LINEAR_WEBHOOK_PORT: '0',
    LINEAR_STORE: `${world.stateDir}/linear.db`,
  }),
  policy,
  operations: {
    create_task: {
      stateChanging: true,
      idempotency: 'new',
      kind: 'other',
      input: task,
      pii: ['title', 'description'],
    },
    create_task_once: {
      stateChanging: true,
      idempotency: 'content',
      kind: 'other',
      input: task,
      pii: ['title', 'description'],
    },
    comment_on_task: {
      stateChanging: true,
      idempotency: 'new',
      kind: 'other',
      input: fc.record({ task: fc.constant('ENG-1'), body: text }),
      pii: ['body'],
    },
    find_task: {
      stateChanging: false,
      idempotency: 'none',
      kind: 'other',
      input: fc.record({ task: fc.uuid({ version: 4 }) }),
      // What does not exist is a 400 at Linear; 404 is what other GraphQL gateways make of it.
      expectedStatuses: [400, 404],
    },
    list_tasks: { stateChanging: false, idempotency: 'none', kind: 'other', input: fc.constant({}) },
    import_tasks: {
      stateChanging: true,
      idempotency: 'new',
      kind: 'other',
      batch: true,
      input: fc.record({ titles: fc.uniqueArray(text, { minLength: 2, maxLength: 5 }) }),
    },
  },
  webhook: { provider: 'linear', path: '/webhooks/linear', events: ['Issue.create'] },
  repository: '.',
  start: async () => {
    // Imported here and not above: Gauntlet reads this file too, and only the integration's own process needs the SDK.
    const { startService } = await import('./src/service.ts');
    const { LINEAR_API_KEY: apiKey = '', LINEAR_TEAM_ID: teamId = '', LINEAR_API_URL: apiUrl } = process.env;
    const { LINEAR_WEBHOOK_SECRET: webhookSecret = '', LINEAR_WEBHOOK_PORT: webhookPort = '8080' } = process.env;
    const { LINEAR_STORE: store = 'linear.db' } = process.env;
    return startService({ apiKey, teamId, apiUrl, webhookSecret, webhookPort: Number(webhookPort), store });
  },
});
