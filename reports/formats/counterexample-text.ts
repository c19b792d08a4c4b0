/** A counterexample as lines for formats that show it as it is: its steps, and what happened. */
import type { RuleRow } from '../../harness/model/report.ts';
import { timeline, timelineText } from '../timeline.ts';
import { plain } from '../untrusted.ts';

/** At most `most` lines of its timeline; what was left out is said. Empty without a counterexample. */
export const counterexampleText = (rule: RuleRow, most: number): readonly string[] => {
  const example = rule.counterexample;
  if (example === undefined) return [];
  const marked = (rule.findings[0]?.evidence ?? [])
    .filter((from) => from.case === example.case)
    .flatMap(({ seqs }) => seqs);
  const happened = timelineText(timeline(example.events, marked));
  const over = happened.length - most;
  return [
    ...example.steps.map((step, index) => `${index + 1}. ${plain(step)}`),
    ...(example.prefix === undefined ? [] : [`after: ${example.prefix.map(plain).join(', ')}`]),
    '',
    ...happened.slice(0, most),
    ...(over > 0 ? [`  ... ${over} more lines: see report.html`] : []),
  ];
};
