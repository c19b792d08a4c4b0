/** The search for secrets, as the rest of the harness uses it: single texts, JSON values, and streams of lines. */
export type { ScannedSecret } from './fragments.ts';
export { createStreamScanner } from './stream-scanner.ts';
export { createScanner, longestScanned, type Scanned, type ScannedJson } from './text-scanner.ts';
