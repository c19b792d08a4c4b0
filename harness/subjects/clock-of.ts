/** Which clock a subject can have: ours where an agent lives in the process that does the work, else the machine's. */
import { basename } from 'node:path';
import type { Integration } from '../ports/integration.ts';

/** `node` itself. What npm, npx or tsx start is a process further on, to which no line leads. */
const isNode = (program: string): boolean => /^node(js)?(\.exe)?$/.test(basename(program));

export const clockOf = ({ subject }: Pick<Integration, 'subject'>): 'virtual' | 'real' => {
  if (subject === undefined) return 'virtual';
  if (subject.kind !== 'command' || subject.clock === 'real') return 'real';
  return isNode(subject.command[0]) ? 'virtual' : 'real';
};
