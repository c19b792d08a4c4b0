import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256 } from './attestation-file.ts';
import { after } from './days.ts';
import { secretAges } from './secret-ages.ts';
import { readSigned } from './signed.ts';

let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'gauntlet-signed-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

const wrongIn = (): string => {
  try {
    readSigned(folder, 'linear');
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll(`${folder}/`, '') : String(error);
  }
  return 'nothing was wrong';
};

test('what was signed is read with its lines, and evidence as it is now', () => {
  write('mfa.md', 'on');
  write(
    'gauntlet.attestations.yaml',
    `# reviewed each autumn
attestations:
  - clause: 1.4.1
    by: Ana
    date: 2026-01-31
    every: month
    evidence:
      - file: mfa.md
        sha256: ${sha256(Buffer.from('off'))}
      - link: https://wiki.example/mfa
  - clause: 3.8.1
    service: slack
    by: Ben
    date: 2026-02-01
    until: 2026-08-01
    evidence: [link: https://wiki.example/readme]
secrets:
  - { name: LINEAR_API_KEY, rotated: 2025-11-22, owner: Ana }
`,
  );
  write(
    'gauntlet.waivers.yaml',
    'waivers: # none is forever\n  - {clause: C.1, reason: r, owner: o, until: 2027-01-01}\n',
  );
  const signed = readSigned(folder, 'linear');
  expect(signed.attestations).toEqual([
    {
      clause: '1.4.1',
      by: 'Ana',
      date: '2026-01-31',
      until: '2026-02-28',
      note: '',
      file: expect.stringMatching(/gauntlet\.attestations\.yaml$/),
      line: 3,
      evidence: [
        { file: 'mfa.md', sha256: sha256(Buffer.from('off')), found: sha256(Buffer.from('on')) },
        { link: 'https://wiki.example/mfa' },
      ],
    },
  ]);
  expect(signed.waivers).toMatchObject([{ clause: 'C.1', line: 2 }]);
  expect(secretAges(['LINEAR_API_KEY', 'HOOK_SECRET'], signed.secrets, '2026-11-23')).toEqual([
    { name: 'LINEAR_API_KEY', rotated: '2025-11-22', days: 366, owner: 'Ana' },
    { name: 'HOOK_SECRET' },
  ]);
});

test('every mistake is told with its line', () => {
  write(
    'gauntlet.attestations.yaml',
    `attestations:
  - clause: 3.4
    by: ''
    date: 2026-02-30
    evidence: []
    until: 2027-01-01
    every: year
    expires: never
`,
  );
  expect(wrongIn()).toBe(`gauntlet.attestations.yaml is not as it should be. Correct it:
  gauntlet.attestations.yaml:2: attestations[0].clause must name a clause, such as 1.4.1
  gauntlet.attestations.yaml:3: attestations[0].by must say something
  gauntlet.attestations.yaml:4: attestations[0].date must be a day such as 2027-01-31, not "2026-02-30"
  gauntlet.attestations.yaml:5: attestations[0].evidence must list at least one link or file
  gauntlet.attestations.yaml:8: attestations[0].expires is not a field of it`);

  write(
    'gauntlet.attestations.yaml',
    'attestations:\n  - clause: 1.4.1\n    by: Ana\n    date: 2026-02-01\n    evidence:\n      - file: a.md\n',
  );
  expect(wrongIn()).toContain(
    'gauntlet.attestations.yaml:6: attestations[0].evidence[0] must be `link: https://...`, or `file: path` with its `sha256`',
  );

  write('gauntlet.attestations.yaml', 'attestations:\n  - clause: 1.4.1\n   by: Ana\n');
  expect(wrongIn()).toMatch(/is no YAML that can be read\. Correct it:\n {2}gauntlet\.attestations\.yaml:3: /);
});

test('a waiver without reason, owner or end is refused', () => {
  write('gauntlet.waivers.yaml', 'waivers:\n  - clause: 3.4.1\n');
  expect(wrongIn()).toBe(`gauntlet.waivers.yaml is not as it should be. Correct it:
  gauntlet.waivers.yaml:2: waivers[0].reason is missing: it must say something
  gauntlet.waivers.yaml:2: waivers[0].owner is missing: it must say something
  gauntlet.waivers.yaml:2: waivers[0].until is missing: it must be a day such as 2027-01-31`);
});

test('an empty file, or none, says nothing', () => {
  const nothing = { attestations: [], waivers: [], secrets: [] };
  expect(readSigned(folder, 'linear')).toEqual(nothing);
  write('gauntlet.attestations.yaml', '# to be written\n');
  write('gauntlet.waivers.yaml', 'waivers:\n');
  expect(readSigned(folder, 'linear')).toEqual(nothing);
});

test('the nearest file counts, up to the top of the repository and no further', () => {
  const waiver = (owner: string) => `waivers: [{ clause: 3.4.1, reason: r, owner: ${owner}, until: 2027-01-01 }]\n`;
  const contracts = join(folder, 'repository', 'contracts');
  mkdirSync(contracts, { recursive: true });
  const owners = () => readSigned(contracts, 'linear').waivers.map(({ owner }) => owner);
  write('gauntlet.waivers.yaml', waiver('outside'));
  expect(owners()).toEqual([]);
  mkdirSync(join(folder, 'repository', '.git'));
  write('repository/gauntlet.waivers.yaml', waiver('top'));
  expect(owners()).toEqual(['top']);
  write('repository/contracts/gauntlet.waivers.yaml', waiver('beside'));
  expect(owners()).toEqual(['beside']);
});

test('a frequency ends on the same day of a later month, or on its last', () => {
  expect(after('2026-11-30', 'quarter')).toBe('2027-02-28');
  expect(after('2024-02-29', 'year')).toBe('2025-02-28');
  expect(after('2026-05-15', 'half-year')).toBe('2026-11-15');
});
