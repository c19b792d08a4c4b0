/** Looks for what a command names before it is started: the system tells of a missing folder as of a missing program. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const isRunnable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

/** Throws what `failed` makes of the problem. */
export const checkCommand = (program: string, cwd: string, failed: (problem: string) => Error): void => {
  if (!existsSync(cwd)) throw failed(`its folder ${cwd} does not exist. Correct subject.cwd.`);
  const isPath = program.includes('/');
  const found = isPath
    ? isRunnable(resolve(cwd, program))
    : (process.env.PATH ?? '').split(delimiter).some((folder) => isRunnable(join(folder, program)));
  if (!found)
    throw failed(
      `there is no program ${program}${isPath ? ` below ${cwd}` : ' in the PATH'}. Install it, or correct subject.command.`,
    );
};
