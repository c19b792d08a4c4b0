/** Which clock a subject gets at first: ours, unless nobody can live in it or it asks for the machine's. */
import type { Integration } from '../ports/integration.ts';

/** Whether an agent really lives in it is known once it was started: see `node-service.ts`. */
export const clockOf = ({ subject }: Pick<Integration, 'subject'>): 'virtual' | 'real' => {
  if (subject === undefined) return 'virtual';
  return subject.kind === 'url' || subject.clock === 'real' ? 'real' : 'virtual';
};
