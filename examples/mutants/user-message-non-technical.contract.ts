/** Tells the user what a developer would like to know. */
import { mutant } from './base.ts';

export const breaks = ['user-message-non-technical'];

export default mutant({
  fails: (error, { kind, status }) => ({
    ok: false,
    error: { ...error, suggestion: `Upstream said ${status ? `HTTP ${status}` : 'ECONNRESET'} (${kind}).` },
  }),
});
