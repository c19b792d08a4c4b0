/** Debian's Chromium, or whichever is installed, for tests of the page. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const executablePath = places.find((place) => existsSync(place));

/** On a machine of one's own the tests are skipped without a browser, and say so; in CI they fail. */
export const skipped = executablePath === undefined && process.env.CI === undefined;
if (skipped) console.warn('Skipped: no Chromium or Chrome is installed (Debian: apt-get install chromium).');

export const launch = (): Promise<Browser> => {
  if (executablePath === undefined)
    throw new Error(
      'No Chromium or Chrome is installed, and CI has to test the page. Debian: apt-get install chromium.',
    );
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
};
