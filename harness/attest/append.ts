/** Adds an entry to a file of attestations or waivers: what stands there, comments included, stays. */
import { isSeq, parseDocument } from 'yaml';

const headings = {
  attestations:
    '# What people vouch for where no machine can look. Written by `gauntlet attest`; checked by `gauntlet run`.\n',
  waivers:
    '# What is let through for a time although it does not hold. Written by `gauntlet waive`; checked by `gauntlet run`.\n',
} as const;

export type EntryList = keyof typeof headings;

/** `text`: the file as it is, already found to be sound; undefined when there is none yet. */
export const withEntry = (
  text: string | undefined,
  list: EntryList,
  entry: { readonly [field: string]: unknown },
): string => {
  const document = parseDocument(text ?? headings[list]);
  if (!isSeq(document.get(list))) document.set(list, document.createNode([]));
  // Only one in the long form can be read line by line in a review.
  const entries = document.get(list);
  if (isSeq(entries) && entries.items.length === 0) entries.flow = false;
  document.addIn([list], document.createNode(entry));
  return document.toString({ lineWidth: 0 });
};
