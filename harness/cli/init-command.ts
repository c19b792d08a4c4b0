/** `gauntlet init`: a contract to fill in and what a CI needs. It never overwrites: either all files are new, or none is written. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../ports/errors.ts';
import { contractScaffold } from './scaffold/contract.ts';
import { shellScaffold } from './scaffold/shell.ts';
import { workflowScaffold } from './scaffold/workflow.ts';

export const scaffoldProviders = ['linear', 'rest'] as const;

export interface InitOptions {
  /** The name of the folder when absent. */
  readonly service?: string;
  readonly provider?: (typeof scaffoldProviders)[number];
  readonly origin?: string;
  readonly module?: string;
  readonly shards: number;
}

interface ScaffoldFile {
  readonly path: string;
  readonly text: string;
  readonly mode: number;
}

const serviceName = (given: string): string => {
  if (!/^[a-z0-9][a-z0-9._-]*$/i.test(given))
    throw new UsageError(`"${given}" is no name of a service. Give --service letters, digits, ".", "_" or "-".`);
  return given;
};

const originOf = (given: string): string => {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url?.protocol !== 'https:' || url.origin !== given.replace(/\/$/, ''))
    throw new UsageError(`"${given}" is no origin. Give --origin such as https://api.example.com.`);
  return url.origin;
};

const files = (options: InitOptions, folder: string): readonly ScaffoldFile[] => {
  const service = serviceName(options.service ?? basename(folder));
  const contract = contractScaffold({
    service,
    provider: options.provider ?? (service === 'linear' ? 'linear' : 'rest'),
    origin: originOf(options.origin ?? `https://api.${service.replaceAll('_', '-').toLowerCase()}.example`),
    module: options.module ?? `./src/${service}.ts`,
  });
  return [
    { path: `${service}.contract.ts`, text: contract, mode: 0o644 },
    { path: join('.github', 'workflows', 'gauntlet.yml'), text: workflowScaffold(options.shards), mode: 0o644 },
    { path: 'gauntlet-ci.sh', text: shellScaffold(), mode: 0o755 },
  ];
};

/** Throws `UsageError`, and writes nothing, when one of the files is there. */
export const initCommand = (options: InitOptions, folder: string): number => {
  const made = files(options, folder);
  const there = made.filter(({ path }) => existsSync(join(folder, path)));
  if (there.length > 0)
    throw new UsageError(
      `${there.map(({ path }) => path).join(', ')} ${there.length === 1 ? 'is' : 'are'} there already, and nothing is overwritten. Move ${there.length === 1 ? 'it' : 'them'} away, or name another --service.`,
    );
  for (const { path, text, mode } of made) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    // Fails rather than overwrite what appeared meanwhile.
    writeFileSync(join(folder, path), text, { flag: 'wx', mode });
  }
  const [contract] = made;
  process.stdout.write(
    `${made.map(({ path }) => path).join('\n')}\n\nSay in ${contract?.path} what your integration does, then: npx gauntlet doctor ${contract?.path}\nKeep results out of the repository: add .gauntlet/ and gauntlet-out/ to .gitignore.\n`,
  );
  return 0;
};
