import type { InspectionRule } from '../../../harness/ports/rule.ts';
import { place, sectionsAbout, unreadable } from './sections.ts';
import { brokenOr, found } from './told.ts';

const topic = /rate.?limit|quota|throttl|\blimits\b/i;
const leastWords = 5;

export const rateLimitsDocumented: InspectionRule = {
  id: 'rate-limits-documented',
  statement: "The API's rate limits and quotas are documented.",
  topic: 'inspection',
  card: {
    asks: 'Write down the limits that the API sets.',
    tested:
      'The Markdown files of the folder, as trees: a section on rate limits or quotas with a number, or with a link to where they stand.',
    fails: 'There is no such section, or it says nothing definite.',
    fix: 'Add a section "Rate limits" to the README: how many requests in what time, and what happens above it.',
    source: 'STD-17-01 §3.1, §3.8',
  },
  judge: (inspection) => {
    const sections = sectionsAbout(inspection, topic);
    const says = sections.find(({ words, numbers, links }) => words >= leastWords && (numbers || links.length > 0));
    const first = says ?? sections[0];
    const facts = {
      ...place(first, inspection.documents.readme ?? 'README.md'),
      what: first === undefined ? 'absent' : 'vague',
    };
    return says === undefined && first === undefined
      ? (unreadable(inspection) ?? [found(false, facts)])
      : brokenOr([found(says !== undefined, facts)], undefined);
  },
};
