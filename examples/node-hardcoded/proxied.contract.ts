/** The same service on the machine's own clock, with no agent in it: its calls are caught by the proxy of its environment. */
import { defineIntegration } from '@compass/gauntlet';
import service from './node-hardcoded.contract.ts';

const { subject } = service;
if (subject?.kind !== 'command') throw new Error('The service is started as a command.');

export default defineIntegration({
  ...service,
  service: 'crm-proxied',
  // Back-off of seconds is mostly waiting.
  subject: { ...subject, clock: 'real', lanes: 8 },
});
