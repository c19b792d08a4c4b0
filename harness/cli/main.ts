/** The command `gauntlet`: one line of arguments in, one exit code out. */
import { CommanderError } from 'commander';
import { bench as standardBench } from '../../scenarios/bench.ts';
import { HarnessError, UsageError } from '../ports/errors.ts';
import { keepYoungGenerationSmall } from '../young-generation.ts';
import { createProgram } from './program.ts';

const isAsked = (option: string): boolean => process.argv.slice(2).includes(option);

/** The last words of a command that could not be carried out; on stdout too when a script reads there. */
const fail = (exitCode: 2 | 4, message: string): number => {
  process.stderr.write(`${message}\n`);
  if (isAsked('--json')) process.stdout.write(`${JSON.stringify({ exitCode, error: message }, null, 2)}\n`);
  return exitCode;
};

const explain = (error: unknown): number => {
  if (error instanceof UsageError) return fail(2, error.message);
  if (error instanceof HarnessError) return fail(4, `Gauntlet itself failed: ${error.message}`);
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return fail(4, `Gauntlet itself failed, which is a defect of its own. Please report this:\n${detail}`);
};

// Node's own exit code for it is 1, which means that a clause does not hold.
process.on('uncaughtException', (error) => process.exit(explain(error)));

keepYoungGenerationSmall();
let exitCode = 0;
const program = createProgram(standardBench, (code) => {
  exitCode = code;
}).exitOverride();
// Subcommands do not take it over from a program that they were made in.
for (const command of program.commands) command.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  // commander has said by then what was wrong, or shown the help that was asked for.
  exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : explain(error);
}
process.exitCode = exitCode;
