import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** What a folder may import of our own besides itself. A longer folder overrules a shorter one. */
const allowed: { readonly [folder: string]: readonly string[] } = {
  'harness/model': [],
  'harness/ports': ['harness/model'],
  'harness/faults': ['harness/ports', 'harness/model'],
  'harness/wire': ['harness/ports', 'harness/model'],
  'harness/clock': ['harness/ports', 'harness/model'],
  // The subject's clock is the clock's: both sides of one thing.
  'harness/subjects': ['harness/ports', 'harness/model', 'harness/clock'],
  'harness/secrets': ['harness/ports', 'harness/model'],
  'harness/cli': ['harness', 'providers', 'scenarios', 'reports'],
  'harness/vitest': ['harness', 'providers', 'scenarios', 'reports'],
  harness: ['harness'],
  providers: ['harness/ports', 'harness/model'],
  reports: ['harness/ports', 'harness/model'],
  // The bench is what the engine takes: the one place where scenarios meet it.
  'scenarios/bench.ts': ['harness/bench.ts', 'harness/faults', 'harness/deliveries', 'scenarios', 'providers'],
  scenarios: ['harness/ports', 'harness/model', 'harness/faults', 'harness/deliveries', 'providers'],
};

const root = fileURLToPath(new URL('..', import.meta.url));
const isTest = (path: string): boolean => /\.(test|container\.test|bench)\.ts$|(^|\/)test-[^/]*\.ts$/.test(path);
const lies = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

const ruleFor = (path: string): string => {
  const folders = Object.keys(allowed).filter((folder) => lies(path, folder));
  const longest = folders.toSorted((a, b) => b.length - a.length)[0];
  if (longest === undefined) throw new Error(`${path} lies in no folder of the import table`);
  return longest;
};

/** `from '...'`, `import '...'`, `import('...')`; comments that mention one would have to name a real file to matter. */
const specifiers = (source: string): readonly string[] =>
  [...source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)['"]/g)].flatMap(([, specifier]) => specifier ?? []);

const sources = async (): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const path of glob('{harness,providers,scenarios,reports}/**/*.ts', { cwd: root })) found.push(path);
  return found
    .map((path) => path.split(sep).join('/'))
    .filter((path) => !isTest(path))
    .sort();
};

test('sources import only what the table of the design allows', async () => {
  const files = await sources();
  expect(files.length).toBeGreaterThan(50);
  const imports = files.flatMap((path) =>
    specifiers(readFileSync(join(root, path), 'utf8')).map((specifier) => ({
      path,
      imported: normalize(join(dirname(path), specifier))
        .split(sep)
        .join('/'),
    })),
  );
  expect(imports.length).toBeGreaterThan(100);
  const broken = imports.filter(({ path, imported }) => {
    const folder = ruleFor(path);
    return ![folder, ...(allowed[folder] ?? [])].some((each) => lies(imported, each));
  });
  expect(broken.map(({ path, imported }) => `${path} imports ${imported}`)).toEqual([]);
});

test('the engine never imports the world, our opinions or the prose', async () => {
  const engine = (await sources()).filter(
    (path) => path.startsWith('harness/') && !/^harness\/(cli|vitest)\//.test(path),
  );
  const strangers = engine.filter((path) =>
    /from '(\.\.\/)+(providers|scenarios|reports)\//.test(readFileSync(join(root, path), 'utf8')),
  );
  expect(strangers).toEqual([]);
});
