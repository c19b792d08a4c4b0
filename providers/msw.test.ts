import { linear, linearIds } from '@compass/gauntlet/providers';
import { LinearClient } from '@linear/sdk';
import { setupServer } from 'msw/node';

const apiKey = `lin_api_${'a'.repeat(40)}`;
const provider = await linear().open({ seed: 1, credentials: { apiKey }, now: Date.now });
const server = setupServer(...provider.handlers);
server.listen();

const client = new LinearClient({ apiKey });
await client.createIssue({ teamId: linearIds.team('ENG'), title: 'Broken login' });
const happened = provider.ledger();
server.close();

// Above stands the example of the README, word for word; below, that it does what it says.
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

test("the README's example works in a team's own MSW tests", async () => {
  expect(happened).toEqual([{ operation: 'issueCreate', entity: 'Issue', id: expect.any(String) }]);
  expect(provider.takeComplaints()).toEqual([]);
  const readme = await readFile(new URL('README.md', import.meta.url), 'utf8');
  const example = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? '';
  expect(example).not.toBe('');
  expect(await readFile(new URL(import.meta.url), 'utf8')).toContain(example);
});
