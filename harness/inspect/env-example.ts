/** `.env.example`, read as Appendix A writes it. Of values only their look is kept. */
import type { EnvExample, EnvExampleEntry, ValueLook } from '../model/inspection.ts';

const names = ['.env.example', '.env.sample', '.env.template', '.env.dist'];

/** The first that exists; the standard's own name before others. */
export const envExampleFile = (files: readonly string[]): string | undefined =>
  names.find((name) => files.includes(name));

interface Comments {
  integration: boolean;
  requiredFor: boolean;
  getFrom: boolean;
}

/** What names the integration holds until another is named, as a heading does; the rest is said for each block. */
const nextBlock = ({ integration }: Comments): Comments => ({ integration, requiredFor: false, getFrom: false });

const read = (comments: Comments, line: string): void => {
  const says = (label: string): boolean => new RegExp(`^#\\s*${label}\\s*:\\s*\\S`, 'i').test(line);
  comments.integration ||= says('Integration');
  comments.requiredFor ||= says('Required for');
  comments.getFrom ||= says('Get from');
};

const assignment = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)$/;

const unquoted = (written: string): string => {
  const trimmed = written.trim();
  const [, , inQuotes] = /^(["'`])(.*)\1/.exec(trimmed) ?? [];
  return inQuotes ?? trimmed.replace(/\s+#.*$/, '');
};

/** `look` is asked for each value; what it is asked for is not kept. */
export const readEnvExample = async (
  file: string,
  text: string,
  ignored: boolean,
  look: (name: string, value: string) => Promise<ValueLook>,
): Promise<EnvExample> => {
  const entries: EnvExampleEntry[] = [];
  const strangeLines: number[] = [];
  let comments: Comments = { integration: false, requiredFor: false, getFrom: false };
  /** A comment after a variable begins the next block; variables in a row share theirs. */
  let inVariables = false;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [, name, written = ''] = assignment.exec(line) ?? [];
    if (name !== undefined) {
      entries.push({ name, line: index + 1, look: await look(name, unquoted(written)), ...comments });
      inVariables = true;
    } else if (line.trim() === '') {
      if (inVariables) comments = nextBlock(comments);
      inVariables = false;
    } else if (line.trim().startsWith('#')) {
      if (inVariables) comments = nextBlock(comments);
      inVariables = false;
      read(comments, line.trim());
    } else strangeLines.push(index + 1);
  }
  return { file, ignored, entries, strangeLines };
};
