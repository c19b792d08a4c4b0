/** Declares a service whose provider's address is written into it: `npx gauntlet run examples/node-hardcoded/node-hardcoded.contract.ts`. */
import { defineIntegration } from '@compass/gauntlet';
import crm from '../rest/rest.contract.ts';

const { type, providers, secrets, policy, operations, secretCarriers = [] } = crm;

export default defineIntegration({
  service: 'crm-service',
  type,
  providers,
  secrets,
  policy,
  // The same operations as those of the module that it wraps, each at a path of its own name.
  operations: Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [
      name,
      { ...operation, http: { method: 'POST', path: `/${name}`, value: '/value' } },
    ]),
  ),
  secretCarriers,
  subject: {
    kind: 'command',
    command: ['node', 'service.ts'],
    env: { PORT: '{port}' },
    ready: { log: 'listening' },
    headers: { 'X-User-Id': '{@user}', 'X-Correlation-Id': '{@correlationId}' },
    probes: {
      deadLetters: { path: '/dead-letters' },
      alerts: { path: '/alerts' },
      notifications: { path: '/notifications' },
    },
  },
});
