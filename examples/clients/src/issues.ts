/** The two calls that every octokit is asked for. */
import type { Octokit } from '@octokit/rest';
import type { Client } from './client-contract.ts';

const place = { owner: 'compass', repo: 'gauntlet' };

export const issues = (octokit: Pick<Octokit, 'issues'>): Client => ({
  read: () => octokit.issues.listForRepo(place),
  write: (title) => octokit.issues.create({ ...place, title }),
});
