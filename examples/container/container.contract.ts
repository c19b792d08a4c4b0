/** Declares the service with fixed hosts as a container: `npx gauntlet run examples/container/container.contract.ts`. */
import { defineIntegration } from '@compass/gauntlet';
import service from '../node-hardcoded/node-hardcoded.contract.ts';

const {
  ready = { log: 'listening' },
  headers = {},
  probes = {},
} = service.subject?.kind === 'command' ? service.subject : {};

export default defineIntegration({
  ...service,
  service: 'crm-container',
  subject: {
    kind: 'container',
    dockerfile: 'Dockerfile',
    context: '..',
    env: { PORT: '{port}' },
    ready,
    headers,
    probes,
  },
});
