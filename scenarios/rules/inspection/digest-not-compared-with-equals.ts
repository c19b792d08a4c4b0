/** The failing side of a comparison in constant time: that one was made is seen in the run, not here. */
import type { InspectionRule } from '../../../harness/ports/rule.ts';
import { brokenOr, found, notVerified } from './told.ts';

export const digestNotComparedWithEquals: InspectionRule = {
  id: 'digest-not-compared-with-equals',
  statement: 'No computed signature is compared with `===`.',
  topic: 'inspection',
  card: {
    asks: 'Compare signatures with a primitive made for it.',
    tested:
      "In the syntax tree of the integration's own JavaScript and TypeScript (tests left out): `===`, `==`, `!==` and `!=` with an HMAC on one side, directly, through variables or through functions of its files. Checksums without a key are not meant.",
    fails: 'There is such a comparison: it ends at the first difference, and so tells by its time how much was right.',
    fix: "Use `crypto.timingSafeEqual` on the decoded digests after comparing their lengths, or the provider's own helper (`hmac.compare_digest` in Python, `OpenSSL.secure_compare` in Ruby).",
    source: 'STD-17-01 §4.4',
  },
  judge: ({ source }, { webhook }) => {
    if (webhook === undefined) return { notApplicable: 'the integration receives no webhooks' };
    const broken = source.digestComparisons.map(({ place, operator }) =>
      found(false, { file: place.file, line: place.line, operator }),
    );
    if (broken.length === 0 && source.files === 0 && source.unparsed.length === 0)
      return { notApplicable: 'there is no JavaScript or TypeScript of its own to read' };
    const unseen =
      source.unparsed.length === 0
        ? undefined
        : notVerified('insufficient-evidence', `${source.unparsed[0]} does not parse, so it was not read. Correct it.`);
    return brokenOr(broken.length === 0 ? [found(true, { files: source.files })] : broken, unseen);
  },
};
