/** Gives up when a connection is lost. */
import { mutant } from './base.ts';
import { compliant } from './behaviour.ts';

export const breaks = ['lost-connection-retried'];

export default mutant({
  retries: (failure, retry, call) => failure.kind !== 'connection-lost' && compliant.retries(failure, retry, call),
});
