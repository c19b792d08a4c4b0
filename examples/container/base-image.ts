/**
 * Makes the base image of the Dockerfile from what is on this machine, where nothing can be pulled: the Node that runs this
 * file, and the libraries that it is linked with. `node examples/container/base-image.ts`
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';

export const baseImage = 'gauntlet-example-node';

/** `/lib/x86_64-linux-gnu/libc.so.6`, also the loader, which has no name of its own. */
const librariesOf = (program: string): readonly string[] =>
  execFileSync('ldd', [program], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => /(?:=> )?(\/\S+) \(0x/.exec(line)?.[1] ?? []);

/** Throws when there is no engine, no `docker` or no `tar`. */
export const makeBaseImage = (): void => {
  const node = realpathSync(process.execPath);
  const libraries = librariesOf(node);
  const packed = spawnSync(
    'tar',
    // Each at its own path; links as what they point to; Node where images have it.
    ['--create', '--dereference', '--absolute-names', `--transform=s|^${node}$|/usr/bin/node|`, node, ...libraries],
    { maxBuffer: 2 ** 30 },
  );
  if (packed.status !== 0) throw new Error(`tar failed: ${packed.stderr}`);
  execFileSync('docker', ['import', '-', baseImage], { input: packed.stdout, stdio: ['pipe', 'ignore', 'inherit'] });
};

if (import.meta.main) makeBaseImage();
