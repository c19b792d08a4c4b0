/** Which Gauntlet is running, from its own package.json, beside the sources or above `dist`. */
import { existsSync, readFileSync } from 'node:fs';

const here = import.meta.url;

export const toolVersion = (): string => {
  for (const up of ['../../package.json', '../../../package.json']) {
    const url = new URL(up, here);
    if (!existsSync(url)) continue;
    const manifest: unknown = JSON.parse(readFileSync(url, 'utf8'));
    if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  }
  return 'unknown';
};
