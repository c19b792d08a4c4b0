/** How much memory the harness takes while it runs, which is less what it keeps than what V8 leaves lying about. */
import { setFlagsFromString } from 'node:v8';

/**
 * A trace grows as long as its case, so that V8 finds much alive and doubles its young generation again and again: 100 MB
 * of garbage around 15 MB of events. It is kept at the size that it had after loading. For processes of our own only: a
 * test runner that we are a guest in has its own ideas.
 */
export const keepYoungGenerationSmall = (): void => setFlagsFromString('--semi-space-growth-factor=1');
