import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readSigned } from '../attest/signed.ts';
import { ask } from './ask.ts';
import { gauntletIn } from './test-gauntlet.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-sign-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const gauntlet = (...args: readonly string[]) => gauntletIn(folder, ...args);
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

describe('by flags', () => {
  test('an attestation is written with the digest of its evidence, and is void once that changes', async () => {
    write('mfa.md', 'on for all');
    const attest = [
      'attest',
      '1.4.1',
      '--by',
      'Ana',
      '--evidence',
      'mfa.md,https://wiki.example/mfa',
      '--until',
      'year',
    ];
    expect(await gauntlet(...attest)).toMatchObject({
      code: 0,
      stdout: 'Attested 1.4.1 in gauntlet.attestations.yaml.\n',
      stderr: '',
    });
    const evidence = () => readSigned(folder, 'any').attestations[0]?.evidence[0] ?? { link: '' };
    const before = evidence();
    expect('file' in before && before.sha256 === before.found).toBe(true);
    write('mfa.md', 'off for some');
    const changed = evidence();
    expect('file' in changed && changed.sha256 === changed.found).toBe(false);
  });

  test('comments and entries that stand there stay', async () => {
    const before = `# Owners: the platform team
waivers:
  # Reported to the vendor.
  - clause: 3.4.5 # dead letters
    reason: "no queue yet: see #12"
    owner: Ben

    until: 2027-01-01
`;
    write('gauntlet.waivers.yaml', before);
    const { code } = await gauntlet('waive', '3.5.3', '--reason', 'soon', '--owner', 'Ana', '--until', '2999-01-01');
    expect(code).toBe(0);
    expect(read('gauntlet.waivers.yaml')).toBe(
      `${before}  - clause: 3.5.3\n    reason: soon\n    owner: Ana\n    until: 2999-01-01\n`,
    );
  });

  test.each([
    ['a clause that nobody knows', ['waive', '3.44.1'], /There is no clause "3\.44\.1"\. Did you mean 3\.4\.1/],
    ['a clause that rules decide', ['attest', '3.5.2'], /not for people to attest: retry-after-honoured decides it/],
    ['a clause that follows from others', ['attest', '5.1.2'], /5\.1\.2 follows from 1\.3\.1, .*Sign those instead/],
    ['nothing to say', ['waive', '3.5.2'], /Give --reason \(why it is let through\), --owner .*, --until/],
    [
      'evidence that is not there',
      ['attest', '1.4.1', '--by', 'Ana', '--evidence', 'none.md'],
      /--evidence: none\.md is not there\. Give a link/,
    ],
    [
      'a day that is over',
      ['waive', '3.5.2', '--reason', 'r', '--owner', 'o', '--until', '2020-01-01'],
      /--until: That day is over/,
    ],
  ])('%s is refused, and nothing is written', async (_what, args, message) => {
    const { code, stderr } = await gauntlet(...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a file with a mistake is not added to', async () => {
    write('gauntlet.waivers.yaml', 'waivers:\n  - clause: 3.4.5\n');
    const args = ['waive', '3.5.3', '--reason', 'r', '--owner', 'o', '--until', '2999-01-01'];
    const { code, stderr } = await gauntlet(...args);
    expect(stderr).toMatch(/gauntlet\.waivers\.yaml:2: waivers\[0\]\.reason is missing/);
    expect(code).toBe(2);
    expect(read('gauntlet.waivers.yaml')).toBe('waivers:\n  - clause: 3.4.5\n');
  });
});

describe('at a terminal', () => {
  const questions = [
    { field: 'owner', asks: 'who', wrong: (answer: string) => (answer === '' ? 'Say something.' : undefined) },
    { field: 'until', asks: 'until', usual: 'year', wrong: () => undefined },
  ];
  /** Types a line whenever it is asked, and ends the input after the last. */
  const typing = (lines: readonly string[]) => {
    const input = new PassThrough();
    const output = new PassThrough();
    const left = [...lines];
    const shown: string[] = [];
    output.on('data', (chunk: Buffer) => {
      shown.push(chunk.toString());
      if (!chunk.toString().endsWith(': ')) return;
      const line = left.shift();
      if (line === undefined) input.end();
      else input.write(`${line}\n`);
    });
    return { terminal: { input, output }, shown };
  };

  test('a wrong answer is asked for again, and an empty one takes what is usual', async () => {
    const { terminal, shown } = typing(['', 'Ana', '']);
    expect(await ask(questions, terminal)).toEqual({ owner: 'Ana', until: 'year' });
    expect(shown.join('')).toBe('who:   Say something.\nwho: until [year]: ');
  });

  test('an input that ends early writes nothing', async () => {
    await expect(ask(questions, typing(['Ana']).terminal)).rejects.toThrow(/nothing was written/);
  });
});
