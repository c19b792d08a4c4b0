/** Starts a service as a command of this machine. */
import { dirname, resolve } from 'node:path';
import type { CommandSubject } from '../ports/service-subject.ts';
import { checkCommand } from './command-check.ts';
import { type Launcher, launchCommand } from './launch.ts';

export const commandLauncher = (contract: string, subject: CommandSubject): Launcher => {
  const cwd = resolve(dirname(contract), subject.cwd ?? '.');
  return ({ env, mark, fill, failed }) => {
    const [program, ...args] = subject.command.map(fill);
    if (program === undefined) throw failed('its command is empty.');
    checkCommand(program, cwd, failed);
    return launchCommand({ command: [program, ...args], cwd, env, mark });
  };
};
