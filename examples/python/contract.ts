/** The contract of the Python service, with or without one of its mistakes. */
import { defineIntegration, fc } from '@compass/gauntlet';
import { rest, standardWebhooks } from '@compass/gauntlet/providers';

const text = fc.string({ minLength: 6, maxLength: 40 }).filter((value) => value.trim().length >= 6);

/**
 * What the service does in production, and less of it for tests in real time: what is told with a tolerance of 250 ms, such
 * as whether delays grow, can only be told of delays that are longer.
 */
const productionPolicy = { maxRetries: 3, baseDelayMs: 1_000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 };
const policy = { maxRetries: 3, baseDelayMs: 400, maxDelayMs: 1_600, attemptTimeoutMs: 1_000 };

export const board = (mutant?: string) =>
  defineIntegration({
    service: mutant === undefined ? 'board' : `board-${mutant}`,
    type: 'bidirectional',
    providers: [
      rest({
        id: 'board',
        origin: 'https://api.board.example',
        collections: ['tasks'],
        secrets: {
          apiKey: { prefix: 'rk_live_', randomLength: 40, use: 'credential' },
          [standardWebhooks.secret]: standardWebhooks.secretShape,
        },
      }),
    ],
    secrets: { BOARD_API_KEY: 'board.apiKey', SHOP_WEBHOOK_SECRET: `board.${standardWebhooks.secret}` },
    policy,
    productionPolicy,
    operations: {
      create_task: {
        stateChanging: true,
        idempotency: 'new',
        kind: 'other',
        input: fc.record({ title: text }),
        pii: ['title'],
        http: { method: 'POST', path: '/tasks', value: '/task' },
      },
      find_task: {
        stateChanging: false,
        idempotency: 'none',
        kind: 'other',
        input: fc.record({ id: fc.uuid({ version: 4 }) }),
        expectedStatuses: [404],
        http: { method: 'GET', path: '/tasks/{id}', value: '/task' },
      },
    },
    webhook: { provider: 'board', path: '/webhooks/shop', events: ['order.created'], dialect: standardWebhooks },
    subject: {
      kind: 'command',
      command: ['python3', 'service.py'],
      // The mutants' contracts lie a folder below.
      cwd: mutant === undefined ? '.' : '..',
      env: {
        PORT: '{port}',
        BOARD_STORE: '{stateDir}/board.db',
        BASE_DELAY_MS: String(policy.baseDelayMs),
        MAX_DELAY_MS: String(policy.maxDelayMs),
        ATTEMPT_TIMEOUT_MS: String(policy.attemptTimeoutMs),
        ...(mutant === undefined ? {} : { MUTANT: mutant }),
      },
      ready: { path: '/health' },
      // It mostly waits.
      lanes: 16,
      headers: { 'X-User-Id': '{@user}', 'X-Correlation-Id': '{@correlationId}' },
      probes: {
        deadLetters: { path: '/dead-letters', at: '/entries' },
        notifications: { path: '/notifications', at: '/entries' },
        alerts: { path: '/alerts', at: '/entries' },
      },
    },
  });
