/** Takes any certificate for the provider's: the setting from the day on which the proxy of the office was in the way. */
import { mutant } from './base.ts';

export const breaks = ['certificate-is-verified'];

export default mutant(
  {},
  { env: () => ({ ITEMS_URL: 'https://api.items.example', NODE_TLS_REJECT_UNAUTHORIZED: '0' }) },
);
