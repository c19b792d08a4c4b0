/** Looks through one text after another with every detector. What it found it keeps for itself, so that it can be withheld. */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { FoundSecret, SecretScan, UnreadFile } from '../../model/inspection.ts';
import { lineAt } from '../text.ts';
import type { AllowList } from './allow-list.ts';
import type { Detector, Hit } from './detector.ts';

export interface Scanned {
  readonly file: string;
  readonly text: string;
  /** Asked only when something was found. */
  readonly commit?: () => Promise<string | undefined>;
}

export interface SecretScanner {
  scan(scanned: Scanned): Promise<void>;
  leaveOut(unread: UnreadFile): void;
  end(because: string): void;
  told(): SecretScan;
}

/** Every text that was found, over all scans, never stored: nothing that is stored may hold a piece of it. */
export type FoundTexts = Set<string>;

const mostUnreadNamed = 20;
const mostFound = 500;
/** Windows of a long text; they overlap by more than any secret is long. */
const windowSize = 1024 * 1024;
const overlap = 8 * 1024;

const overlaps = (a: Hit, b: Hit): boolean => a.start < b.end && b.start < a.end;

export type Search = (file: string, text: string) => Promise<readonly Hit[]>;

/** The first detector that knows a secret names it: most specific first. What the history has too is searched once. */
export const createSearch = (detectors: readonly Detector[]): Search => {
  const known = new Map<string, readonly Hit[]>();
  return async (file, text) => {
    const one = createHash('sha256').update(file).update('\0').update(text).digest('base64');
    const before = known.get(one);
    if (before !== undefined) return before;
    const hits: Hit[] = [];
    for (const detector of detectors)
      for (const hit of await detector({ file, text })) if (!hits.some((other) => overlaps(other, hit))) hits.push(hit);
    known.set(one, hits);
    return hits;
  };
};

export const createSecretScanner = (search: Search, allowList: AllowList, texts: FoundTexts): SecretScanner => {
  const salt = randomBytes(32);
  const known = new Set<string>();
  const found: FoundSecret[] = [];
  const unread: UnreadFile[] = [];
  const unreadInAll: Record<string, number> = {};
  let read = 0;
  let bytes = 0;
  let ended: string | undefined;

  const keep = async ({ file, commit }: Scanned, text: string, line: number, kind: string): Promise<void> => {
    texts.add(text);
    // In a history it stands in every later version of the file; in one file, perhaps in several lines.
    const one = createHmac('sha256', salt)
      .update(commit === undefined ? `${file}\0${line}\0${text}` : `${file}\0${text}`)
      .digest('hex');
    if (known.has(one)) return;
    known.add(one);
    if (found.length >= mostFound) {
      ended ??= `more than ${mostFound} secrets were found`;
      return;
    }
    const where = await commit?.();
    const place = { file, line, kind, ...(where === undefined ? {} : { commit: where }) };
    const allowed = allowList.reason(place);
    found.push({ ...place, ...(allowed === undefined ? {} : { allowed }) });
  };

  return {
    async scan(scanned) {
      const { file, text } = scanned;
      read += 1;
      bytes += text.length;
      try {
        for (let from = 0; from === 0 || from + overlap < text.length; from += windowSize - overlap) {
          const part = text.slice(from, from + windowSize);
          for (const { kind, start, end } of await search(file, part))
            await keep(scanned, part.slice(start, end), lineAt(text, from + start), kind);
        }
      } catch {
        // The error may quote the text.
        this.leaveOut({ file, why: 'unreadable' });
      }
    },
    leaveOut(each) {
      if (each.why === 'too-large' && allowList.covers(each.file)) return;
      unreadInAll[each.why] = (unreadInAll[each.why] ?? 0) + 1;
      // What might hide a secret is named before what cannot.
      const open = each.why === 'too-large' || each.why === 'unreadable';
      if (unread.length < mostUnreadNamed) unread.push(each);
      else if (open) {
        const replaced = unread.findLastIndex(({ why }) => why !== 'too-large' && why !== 'unreadable');
        if (replaced !== -1) unread[replaced] = each;
      }
    },
    end(because) {
      ended ??= because;
    },
    told: () => ({ found, read, bytes, unread, unreadInAll, ...(ended === undefined ? {} : { ended }) }),
  };
};
