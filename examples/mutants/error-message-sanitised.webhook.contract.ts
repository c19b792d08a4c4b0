/** Logs its configuration, with the secret, when a delivery is refused. */
import { webhookMutant } from './webhook-base.ts';

export const breaks = ['error-message-sanitised', 'secret-not-logged', 'refusal-keeps-secrets'];

export default webhookMutant({
  logs: (line) => (line.level === 'WARN' ? { ...line, configured: process.env.ITEMS_WEBHOOK_SECRET } : line),
});
