/** `gauntlet.allow-secrets.yaml`: what looks like a secret and is none, each with the reason that somebody gave. */
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { FoundSecret } from '../../model/inspection.ts';
import { ContractError } from '../../ports/errors.ts';

export const allowListFile = 'gauntlet.allow-secrets.yaml';

const entry = z.strictObject({
  /** A file, or a folder with `/` at its end. */
  file: z.string().min(1),
  /** As the report tells it: `slack/SLACK_TOKEN`. Any kind when absent. */
  kind: z.string().min(1).optional(),
  line: z.number().int().positive().optional(),
  commit: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/, 'must be a commit id of at least seven digits, in quotes')
    .optional(),
  reason: z.string().trim().min(8, 'must say in a few words why this is no secret'),
});
type Allowance = z.infer<typeof entry>;

export interface AllowList {
  /** Undefined when nothing allows it. */
  reason(found: FoundSecret): string | undefined;
  /** A file that inspection could not read, and that somebody looked through. */
  covers(file: string): boolean;
  unused(): readonly string[];
}

const fits = (allowance: Allowance, { file, kind, line, commit }: FoundSecret): boolean =>
  (allowance.file.endsWith('/') ? file.startsWith(allowance.file) : file === allowance.file) &&
  (allowance.kind === undefined || allowance.kind === kind) &&
  (allowance.line === undefined || allowance.line === line) &&
  (allowance.commit === undefined || commit?.startsWith(allowance.commit) === true);

const checked = (text: string): readonly Allowance[] => {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const problems = document.errors.map(({ pos, code }) => `line ${counter.linePos(pos[0]).line}: ${code}`);
  if (problems.length > 0) throw problem(problems);
  const parsed = z.array(entry).safeParse(document.toJS() ?? []);
  if (parsed.success) return parsed.data;
  throw problem(
    parsed.error.issues.map(({ path, message }) => {
      const node = [...path.keys()].map((index) => document.getIn(path.slice(0, path.length - index), true));
      const range = node.map((each) => Reflect.get(Object(each), 'range')).find(Array.isArray);
      return `line ${counter.linePos(Number(range?.[0] ?? 0)).line}: ${path.map(String).join('.')} ${message}`;
    }),
  );
};

const problem = (problems: readonly string[]): ContractError =>
  new ContractError(
    [
      `${allowListFile} cannot be used:`,
      ...problems.map((each) => `  - ${each}`),
      'Write a list of entries with file and reason, and kind, line or commit where they narrow it.',
    ].join('\n'),
  );

/** Throws `ContractError` with the line of each mistake. */
export const readAllowList = (text: string | undefined): AllowList => {
  const allowances = text === undefined ? [] : checked(text);
  const used = new Set<Allowance>();
  const use = (fitting: readonly Allowance[]): string | undefined => {
    for (const each of fitting) used.add(each);
    return fitting[0]?.reason;
  };
  return {
    reason: (found) => use(allowances.filter((each) => fits(each, found))),
    covers: (file) =>
      use(allowances.filter((each) => each.kind === undefined && each.line === undefined && each.file === file)) !==
      undefined,
    unused: () =>
      allowances
        .filter((each) => !used.has(each))
        .map(
          ({ file, kind, line }) =>
            `${file}${line === undefined ? '' : `:${line}`}${kind === undefined ? '' : ` (${kind})`}`,
        ),
  };
};
