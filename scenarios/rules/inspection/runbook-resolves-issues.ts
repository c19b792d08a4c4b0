import type { InspectionRule } from '../../../harness/ports/rule.ts';
import { place, sectionsAbout, unreadable } from './sections.ts';
import { found, notVerified } from './told.ts';

const topic = /run-?\s?book|trouble-?\s?shoot|common (issues|problems)|playbook|incident|on-?call/i;
/** An issue and a step: less is a heading without an answer. */
const leastWords = 5;

export const runbookResolvesIssues: InspectionRule = {
  id: 'runbook-resolves-issues',
  statement: 'A runbook tells how common issues are resolved.',
  topic: 'inspection',
  card: {
    asks: 'Write down what to do when the usual things go wrong.',
    tested:
      'The Markdown files of the folder, as trees: a runbook (or Troubleshooting, Common issues) with at least one issue (list item, row or subheading) that has text beside its name.',
    fails: 'There is no such section or file, or no issue in it.',
    fix: 'Add a section "Runbook" to the README: for each alert and each error that people see, what to look at and what to do.',
    source: 'STD-17-01 §3.3, §3.8',
  },
  judge: (inspection) => {
    const sections = sectionsAbout(inspection, topic);
    const file = inspection.documents.readme ?? 'README.md';
    if (sections.length === 0)
      return unreadable(inspection) ?? [found(false, { ...place(undefined, file), what: 'absent' })];
    const issues = sections.flatMap(({ entries }) => entries).filter(({ words }) => words >= leastWords);
    const first = sections[0];
    if (issues.length > 0) return issues.map(({ line }) => found(true, { ...place(first, file), line }));
    return sections.some(({ links }) => links.length > 0)
      ? notVerified(
          'insufficient-evidence',
          'The runbook is a link that is not followed: copy its issues here, or attest it.',
        )
      : [found(false, { ...place(first, file), what: 'empty' })];
  },
};
