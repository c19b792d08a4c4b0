/** A service that is started as a command. */
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { CommandSubject } from '../ports/service-subject.ts';
import type { ServiceSettings } from '../ports/subject.ts';
import { checkCommand } from './command-check.ts';
import type { ServiceHost } from './service-host.ts';
import { startService } from './service-process.ts';
import { createStartedHost } from './started-host.ts';
import { supervisor } from './supervisor.ts';

export const createCommandHost = (settings: ServiceSettings, subject: CommandSubject): ServiceHost => {
  const cwd = resolve(dirname(settings.contract), subject.cwd ?? '.');
  const home = join(supervisor().directory, 'home');
  return createStartedHost(settings, subject, { hearingMs: 5 }, ({ env, ca, fill, failed, notice, ended }) => {
    const [program, ...args] = subject.command.map(fill);
    if (program === undefined) throw failed('its command is empty.');
    checkCommand(program, cwd, failed);
    mkdirSync(home, { recursive: true, mode: 0o700 });
    const command = [program, ...args] as const;
    const own = { PATH: process.env.PATH ?? '', HOME: home, LANG: 'C.UTF-8' };
    return startService({ command: [...command], cwd, env: { ...own, ...env }, mark: ca }, notice, ended);
  });
};
