/** `gauntlet webhook` as it is typed, against endpoints on real sockets. */
import { execFile } from 'node:child_process';
import { createServer, type RequestListener } from 'node:http';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { testContext } from '../../providers/webhooks/test-deliveries.ts';
import { type OfficialEndpoint, officialEndpoints } from '../../providers/webhooks/test-endpoints.ts';

const bin = fileURLToPath(new URL('../../bin/gauntlet.js', import.meta.url));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const webhook = (args: readonly string[], env: { readonly [name: string]: string } = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { env: { PATH: process.env.PATH, ...env }, maxBuffer: 2 ** 24 };
    execFile(process.execPath, [bin, 'webhook', ...args], options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });

/** On a port of the system's choice, for as long as `use` takes. */
const listening = async <T>(listener: RequestListener, use: (url: string) => Promise<T>): Promise<T> => {
  const server = createServer(listener);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  try {
    return await use(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

const official = (id: string): OfficialEndpoint => {
  const found = officialEndpoints.find(({ dialect }) => dialect.id === id);
  if (found === undefined) throw new Error(`no official endpoint for ${id}`);
  return found;
};

const linear = official('linear').dialect;
const { secret } = testContext(linear);
const linearEnv = { LINEAR_WEBHOOK_SECRET: secret };

const usualVariables: { readonly [provider: string]: string } = {
  linear: 'LINEAR_WEBHOOK_SECRET',
  openai: 'OPENAI_WEBHOOK_SECRET',
  anthropic: 'ANTHROPIC_WEBHOOK_SIGNING_KEY',
  'standard-webhooks': 'WEBHOOK_SECRET',
  svix: 'SVIX_WEBHOOK_SECRET',
  stripe: 'STRIPE_WEBHOOK_SECRET',
  github: 'GITHUB_WEBHOOK_SECRET',
  slack: 'SLACK_SIGNING_SECRET',
};

describe('to an endpoint built on the official verifier', () => {
  it.each(officialEndpoints.map((endpoint) => [endpoint.dialect.id, endpoint] as const))(
    '%s: a good delivery is accepted, a badly signed one refused, exit 0',
    async (id, { dialect, listener }) => {
      const own = testContext(dialect).secret;
      const event = dialect.events[0]?.event ?? '';
      const env = { [usualVariables[id] ?? '']: own };
      await listening(listener(own), async (to) => {
        const good = await webhook([id, event, '--to', to], env);
        expect(good.stderr).toBe('');
        expect(good.stdout).toMatch(/ < 2\d\d after .*\n {4}ok: accepted\n\n1 delivery, every answer right/);
        expect(good.code).toBe(0);
        const bad = await webhook([id, event, '--to', to, '--fault', 'wrong-secret', '--seed', '7'], env);
        expect(bad.stdout).toMatch(/ < 4\d\d after .*\n {4}ok: refused\n/);
        expect(bad.code).toBe(0);
        expect(good.stdout + bad.stdout).not.toContain(own);
      });
    },
  );

  it('tries every form of several faults: stale, bad signatures, duplicates', async () => {
    await listening(official('linear').listener(secret), async (to) => {
      const faults = ['--fault', 'stale,bad-signature', '--fault', 'duplicate'];
      const { stdout, code } = await webhook(['linear', 'Issue.update', '--to', to, ...faults], linearEnv);
      for (const title of ['signed 301 s ago', 'signed 86400 s ago', 'signed with a wrong secret', 'duplicate'])
        expect(stdout).toContain(`  > ${title}`);
      expect(stdout).toContain('instead of 23 h 59 min, waits 3 s; times are as if it had waited');
      expect(stdout).toContain('the restart of your endpoint is skipped');
      expect(stdout).toMatch(/\d\d deliveries, every answer right/);
      expect(code).toBe(0);
    });
  });
});

describe('to an endpoint that is wrong', () => {
  it('and believes everybody: each is named, exit 1', async () => {
    await listening(
      (_request, reply) => reply.end(),
      async (to) => {
        const { stdout, code } = await webhook(
          ['linear', 'Issue.create', '--to', to, '--fault', 'stale,signature-missing'],
          linearEnv,
        );
        expect(stdout.match(/WRONG: it has to be refused, with 4xx/g)).toHaveLength(3);
        expect(stdout).toContain('5 deliveries, 3 answered wrongly');
        expect(code).toBe(1);
      },
    );
  });

  it('and refuses what is good, or shows its secret: told without it', async () => {
    await listening(
      (_request, reply) => reply.writeHead(500).end(`\u001b[31mno match for ${secret}`),
      async (to) => {
        const { stdout, stderr, code } = await webhook(['linear', 'Issue.create', '--to', to], linearEnv);
        expect(stdout).toContain('< 500 after');
        expect(stdout).toContain('no match for <LINEAR_WEBHOOK_SECRET>');
        expect(stdout).toContain('WRONG: its answer gives away the secret');
        expect(stdout + stderr).not.toContain(secret.slice(-8));
        expect(stdout).not.toContain('\u001b');
        expect(code).toBe(1);
      },
    );
  });

  it('and closes the connection', async () => {
    await listening(
      (request) => request.socket.destroy(),
      async (to) => {
        const { stdout, code } = await webhook(['linear', 'Issue.create', '--to', to], linearEnv);
        expect(stdout).toContain('WRONG: the connection was reset, and every delivery has to be answered');
        expect(code).toBe(1);
      },
    );
  });
});

describe('what cannot be sent: one message that says what to do, exit 2', () => {
  const to = ['--to', 'http://127.0.0.1:9/'];
  it.each([
    ['no provider', [], /Name a provider: linear, openai/],
    [
      'an unknown provider',
      ['lineer', 'Issue.create', ...to],
      /no provider "lineer"\. Did you mean linear\?\nThere are/,
    ],
    ['no event', ['linear'], /Name an event of linear: Issue\.create/],
    ['an unknown event', ['linear', 'Issue.crate', ...to], /Did you mean Issue\.create.*\nThere are: Issue\.create/],
    [
      'an unknown fault',
      ['linear', 'Issue.create', ...to, '--fault', 'stael'],
      /no delivery fault "stael"\. Did you mean stale\?\nThere are: duplicate/,
    ],
    [
      'a fault that this provider cannot suffer',
      ['github', 'push', ...to, '--fault', 'stale'],
      /cannot be done to push/,
    ],
    ['no address', ['linear', 'Issue.create'], /Say where your endpoint listens: --to/],
    ['another machine', ['linear', 'Issue.create', '--to', 'http://example.com/'], /is not on this machine/],
    [
      'a name that only begins like ours',
      ['linear', 'Issue.create', '--to', 'http://127.0.0.1.nip.example/'],
      /is not on this/,
    ],
    [
      'a protocol that is not http',
      ['linear', 'Issue.create', '--to', 'https://localhost/'],
      /is no http:\/\/ address/,
    ],
    ['nobody there', ['linear', 'Issue.create', ...to], /Nobody listens at http:\/\/127\.0\.0\.1:9\//],
    [
      'no secret',
      ['linear', 'Issue.create', ...to, '--secret-env', 'MY_SECRET'],
      /MY_SECRET is not set\. Export the signing secret/,
    ],
  ])('%s', async (_what, args, message) => {
    const { code, stdout, stderr } = await webhook(args, { ...linearEnv, GITHUB_WEBHOOK_SECRET: 'g'.repeat(40) });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('and --list tells what can be', async () => {
    const { code, stdout } = await webhook(['--list']);
    expect(stdout).toMatch(/ {2}stripe \(STRIPE_WEBHOOK_SECRET\): payment_intent\.created/);
    expect(stdout).toMatch(/ {2}hang-up +hangs up before the answer/);
    expect(code).toBe(0);
  });
});
