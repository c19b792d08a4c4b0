/** Purpose and configuration, at the place where people look first. */
import type { DocumentSection } from '../../../harness/model/inspection.ts';
import type { InspectionRule } from '../../../harness/ports/rule.ts';
import { place, unreadable } from './sections.ts';
import { found } from './told.ts';

const aboutPurpose = /purpose|overview|about|what |introduction|description/i;
const aboutConfiguration =
  /config|environment|set-?\s?up|settings|install|getting started|quick ?start|variables|credentials/i;
/** Less is a title, not an explanation. */
const leastWords = 8;

const explains = ({ depth, heading, words, ownWords }: DocumentSection): boolean =>
  depth <= 1 ? ownWords >= leastWords : aboutPurpose.test(heading) && words >= leastWords;

export const readmeExplainsIntegration: InspectionRule = {
  id: 'readme-explains-integration',
  statement: 'The README says what the integration is for and how it is configured.',
  topic: 'inspection',
  card: {
    asks: 'Document purpose and configuration in a README.',
    tested:
      'The README at the root of the folder, as a tree: text below its title (or in a section Purpose, Overview, ...), and a section on configuration that names each declared secret or links to `.env.example`.',
    fails: 'There is no README, or one of the two is not in it.',
    fix: 'Write two sentences below the title, and a section "Configuration" with the variables.',
    source: 'STD-17-01 §3.8',
  },
  judge: (inspection) => {
    const { readme, sections } = inspection.documents;
    if (readme === undefined) return [found(false, { file: 'README.md', line: 1, what: 'absent' })];
    const cannot = unreadable(inspection);
    if (cannot !== undefined) return cannot;
    const own = sections.filter(({ file }) => file === readme);
    const configuration = own.filter(({ heading, depth }) => depth > 0 && aboutConfiguration.test(heading));
    const { declared } = inspection.variables;
    const covers = ({ links, codes, words }: DocumentSection): boolean =>
      words > 0 &&
      (links.some((link) => link.includes('.env.')) ||
        codes.some((code) => code.includes('.env.')) ||
        declared.every((name) => codes.includes(name)));
    return [
      found(own.some(explains), { ...place(own[0], readme), what: 'purpose' }),
      found(configuration.some(covers), {
        ...place(configuration[0], readme),
        what: configuration.length === 0 ? 'configuration' : 'variables',
      }),
    ];
  },
};
