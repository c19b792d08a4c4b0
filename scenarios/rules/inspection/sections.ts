/** Which sections of the documentation are about a topic: by their heading, or by the file that they stand in. */
import type { DocumentSection, Inspection } from '../../../harness/model/inspection.ts';
import type { InspectionJudgement } from '../../../harness/ports/rule.ts';
import { notVerified } from './told.ts';

export const sectionsAbout = ({ documents }: Inspection, topic: RegExp): readonly DocumentSection[] =>
  documents.sections.filter(
    ({ heading, file }) => topic.test(heading) || topic.test((file.split('/').at(-1) ?? '').replace(/\.[^.]*$/, '')),
  );

/** A README that is no Markdown may say everything, and cannot be read here. */
export const unreadable = ({ documents: { readme, files } }: Inspection): InspectionJudgement | undefined =>
  readme !== undefined && !files.includes(readme)
    ? notVerified(
        'insufficient-evidence',
        `${readme} is no Markdown, which is all that is read here: rewrite it, or attest it.`,
      )
    : undefined;

export const place = (section: DocumentSection | undefined, file: string) => ({
  file: section?.file ?? file,
  line: section?.line ?? 1,
  ...(section === undefined ? {} : { heading: section.heading }),
});
