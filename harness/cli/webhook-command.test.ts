/** `gauntlet webhook` as it is typed, against endpoints on real sockets. */
import { execFile } from 'node:child_process';
import { createServer, type RequestListener } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testContext } from '../../providers/webhooks/test-deliveries.ts';
import { type OfficialEndpoint, officialEndpoints } from '../../providers/webhooks/test-endpoints.ts';
import { bench } from '../../scenarios/bench.ts';
import { UsageError } from '../ports/errors.ts';
import { type WebhookCommandOptions, webhookCommand } from './webhook-command.ts';

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
        // The restart is skipped, so that of the first fault a good delivery is left.
        const { code, stdout, stderr } = await webhook(
          [id, event, '--to', to, '--fault', 'restart-after-answer,wrong-secret', '--seed', '7'],
          env,
        );
        expect(stderr).toBe('');
        expect(stdout).toMatch(/ < 4\d\d after .*\n {4}ok: refused\n/);
        expect(stdout).toMatch(/ < 2\d\d after .*\n {4}ok: accepted\n/);
        expect(stdout).toContain('\n2 deliveries, every answer right\n');
        expect(code).toBe(0);
        expect(stdout).not.toContain(own);
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
        expect(stdout).toContain('6 deliveries, 3 answered wrongly');
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

describe('what cannot be sent: one message that says what to do', () => {
  const to = 'http://127.0.0.1:9/';
  const there = { to };
  const cases: readonly (readonly [
    string,
    string | undefined,
    string | undefined,
    Partial<WebhookCommandOptions>,
    RegExp,
  ])[] = [
    ['no provider', undefined, undefined, {}, /Name a provider: linear, openai/],
    ['an unknown provider', 'lineer', 'push', there, /no provider "lineer"\. Did you mean linear\?\nThere are/],
    ['no event', 'linear', undefined, {}, /Name an event of linear: Issue\.create/],
    ['an unknown event', 'linear', 'Issue.crate', there, /Did you mean Issue\.create.*\nThere are: Issue\.create/],
    [
      'an unknown fault',
      'linear',
      'Issue.create',
      { to, fault: ['stael'] },
      /no delivery fault "stael"\. Did you mean stale\?\nThere are: duplicate/,
    ],
    ['a fault that nothing can suffer', 'github', 'push', { to, fault: ['stale'] }, /cannot be done to push of github/],
    ['no address', 'linear', 'Issue.create', {}, /Say where your endpoint listens: --to/],
    ['another machine', 'linear', 'Issue.create', { to: 'http://example.com/' }, /is not on this machine/],
    [
      'a name that only begins like ours',
      'linear',
      'Issue.create',
      { to: 'http://127.0.0.1.nip.example/' },
      /is not on this machine/,
    ],
    ['another protocol', 'linear', 'Issue.create', { to: 'https://localhost/' }, /is no http:\/\/ address/],
    ['nobody there', 'linear', 'Issue.create', there, /Nobody listens at http:\/\/127\.0\.0\.1:9\//],
    [
      'no secret',
      'linear',
      'Issue.create',
      { to, secretEnv: 'MY_SECRET' },
      /MY_SECRET is not set\. Export the signing/,
    ],
  ];

  beforeEach(() => {
    vi.stubEnv('LINEAR_WEBHOOK_SECRET', secret);
    vi.stubEnv('GITHUB_WEBHOOK_SECRET', secret);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each(cases)('%s', async (_what, provider, event, options, message) => {
    const ended = webhookCommand(provider, event, { seed: 1, ...options }, bench);
    await expect(ended).rejects.toThrow(UsageError);
    await expect(ended).rejects.toThrow(message);
  });

  it('and the command ends with 2 before it has printed anything', async () => {
    const { code, stdout, stderr } = await webhook(['linear', 'Issue.create', '--to', to], linearEnv);
    expect(stderr).toMatch(/^Nobody listens at/);
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
