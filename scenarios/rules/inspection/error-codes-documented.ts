/** Against the codes that callers were really given in the run. */
import type { InspectionRule } from '../../../harness/ports/rule.ts';
import { place, sectionsAbout, unreadable } from './sections.ts';
import { found, notVerified } from './told.ts';

const topic = /error|fail|go(es)? wrong|problem|status code/i;
/** `not found` is a meaning. */
const leastWords = 2;

export const errorCodesDocumented: InspectionRule = {
  id: 'error-codes-documented',
  statement: 'Each error code that callers are given is documented with its meaning.',
  topic: 'inspection',
  card: {
    asks: 'Document the error codes of the integration and what they mean.',
    tested:
      'Each `code` that an operation returned in the run is looked for in the sections on errors: as a row, a list item, a paragraph or a subheading that says more than the code.',
    fails: 'A code has no such entry.',
    fix: 'Add a table to the section "Errors" of the README: code, when, retried or not.',
    source: 'STD-17-01 §3.8',
  },
  judge: (inspection, _integration, { errorCodes }) => {
    const { documents } = inspection;
    if (errorCodes.length === 0)
      return notVerified(
        'insufficient-evidence',
        'No operation returned an error code in this run: run it with faults (without --topic and --rule), or attest it.',
      );
    const sections = sectionsAbout(inspection, topic);
    if (sections.length === 0) {
      const cannot = unreadable(inspection);
      if (cannot !== undefined) return cannot;
    }
    const entries = sections.flatMap((section) => section.entries);
    return errorCodes.map((code) =>
      found(
        entries.some(({ codes, words }) => codes.includes(code) && words >= leastWords),
        { ...place(sections[0], documents.readme ?? 'README.md'), code },
      ),
    );
  },
};
