/** Whether tests can have containers here. On a machine of one's own they are skipped without an engine, and say so; in CI they fail. */
import { containerEngine } from './container-engine.ts';

const isThere = await containerEngine().then(
  () => true,
  () => false,
);

export const skipped = !isThere && process.env.CI === undefined;
if (skipped)
  console.warn('Skipped: no container engine answers (Debian: apt-get install docker.io, and start dockerd).');
