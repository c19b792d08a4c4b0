/** The packages that each client is made of, its own first, and the versions at which they are installed. */
import { readFileSync } from 'node:fs';

/** By the name of its contract. What they call `fetch` is Node's. */
export const packages: { readonly [client: string]: readonly string[] } = {
  openai: ['openai'],
  anthropic: ['@anthropic-ai/sdk'],
  linear: ['@linear/sdk'],
  stripe: ['stripe'],
  'octokit-rest': ['@octokit/rest'],
  'octokit-rest-retry': ['@octokit/rest', '@octokit/plugin-retry'],
  octokit: ['octokit'],
  slack: ['@slack/web-api'],
  svix: ['svix'],
  axios: ['axios'],
  'axios-retry': ['axios-retry', 'axios'],
  got: ['got'],
  ky: ['ky'],
  'p-retry': ['p-retry'],
  'async-retry': ['async-retry'],
  cockatiel: ['cockatiel'],
  'retry-agent': ['undici'],
};

const installed = (name: string): string => {
  const path = new URL(`../../../node_modules/${name}/package.json`, import.meta.url);
  const { version }: { readonly version: string } = JSON.parse(readFileSync(path, 'utf8'));
  return `${name} ${version}`;
};

/** `axios-retry 4.5.0, axios 1.21.1` */
export const versionOf = (client: string): string => (packages[client] ?? []).map(installed).join(', ');
