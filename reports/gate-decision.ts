/** What the gate of a report comes to, in the words in which every view tells it. */
import type { Report } from '../harness/model/report.ts';

export type Decision = 'harness-failed' | 'void' | 'unmet' | 'undecided' | 'met';

export const decisionOf = ({ gate, run }: Pick<Report, 'gate' | 'run'>): Decision => {
  if (run.void !== undefined) return 'void';
  switch (gate.exitCode) {
    case 0:
      return 'met';
    case 3:
      return 'undecided';
    case 4:
      return 'harness-failed';
    default:
      return 'unmet';
  }
};

export const decisionNames: { readonly [decision in Decision]: string } = {
  'harness-failed': 'No verdict: the harness failed',
  void: 'No verdict: the run is void',
  unmet: 'Does not meet the gate',
  undecided: 'Not decided yet',
  met: 'Meets the gate',
};
