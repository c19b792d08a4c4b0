/** The command line: which commands there are, and what they take. */
import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import type { Bench } from '../bench.ts';
import type { GateLevel } from '../model/report.ts';
import type { Terminal } from './ask.ts';
import type { Delivery } from './deliver.ts';
import { doctorCommand } from './doctor-command.ts';
import { formats } from './formats.ts';
import { type InitOptions, initCommand, scaffoldProviders } from './init-command.ts';
import { withStandard } from './load-standard.ts';
import { choice, choices, count, names, seed, shard } from './parse.ts';
import { type ReviewOptions, reviewCommand, reviewKinds } from './review-command.ts';
import { rulesCommand } from './rules-command.ts';
import { type RunCommandOptions, runCommand } from './run-command.ts';
import { type AttestOptions, attestCommand, type WaiveOptions, waiveCommand } from './sign-commands.ts';
import { judgeCommand, replayCommand, reportCommand, traceCommand } from './stored-commands.ts';
import { toolVersion } from './version.ts';
import { watchAndRun } from './watch.ts';
import { type WebhookCommandOptions, webhookCommand } from './webhook-command.ts';

const formatIds = formats.map(({ id }) => id);
const gateLevels: readonly GateLevel[] = ['must', 'should', 'none'];

const formatOption = (): Option =>
  new Option('--format <list>', `what to make of the result: ${formatIds.join(', ')}`)
    .argParser(choices(formatIds))
    .default(formatIds, formatIds.join(','));
const gateOption = (): Option =>
  new Option('--gate <level>', 'which clauses have to hold: must, should or none')
    .argParser(choice(gateLevels))
    .default('must');
const requireAttestationsOption = (): Option =>
  new Option('--require-attestations', 'the gate also asks for what only people can attest');
const allowStaleWaiversOption = (): Option =>
  new Option('--allow-stale-waivers', 'let waivers through that waive what passes by now');
const contractOption = (): Option =>
  new Option('--contract <path>', 'beside which the file lies (default: the nearest from this folder up)');
const serviceOption = (): Option =>
  new Option('--service <name>', 'for this service only, when several contracts share the file');
const jsonOption = (what: string): Option => new Option('--json', what);

/** Somebody to ask, unless input or output is a file or a pipe. */
const terminal = (): Terminal | undefined =>
  process.stdin.isTTY && process.stderr.isTTY ? { input: process.stdin, output: process.stderr } : undefined;

/** Half of the machine at most, so that it stays usable. */
const usualJobs = Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2)));

const exitCodes = `
Exit codes: 0 the gate is met · 1 it is not · 2 usage or contract error, or a void run · 3 inconclusive · 4 the harness failed`;

/** `done` gets the exit code of the command that was run. */
export const createProgram = (usual: Bench, done: (exitCode: number) => void): Command => {
  let bench = usual;
  const program = new Command('gauntlet')
    .description('Verifies integrations with third-party APIs against a written standard, under faults.')
    .version(toolVersion())
    .option('--standard <module>', 'a standard of your own over the same rules, instead of STD-17-01')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', exitCodes)
    .showSuggestionAfterError()
    .hook('preAction', async () => {
      const { standard } = program.opts<{ standard?: string }>();
      if (standard !== undefined) bench = await withStandard(usual, standard);
    });

  program
    .command('run')
    .description('verify contracts; every *.contract.ts and *.contract.yaml below this folder when none is named')
    .argument('[contract...]')
    .option('--out <dir>', 'where results go (default: .gauntlet/<time>, with .gauntlet/latest)')
    .addOption(new Option('--seed <n>', 'what all plans are drawn from; "random" draws one').argParser(seed).default(1))
    .addOption(new Option('--cases <n>', 'cases of each scenario, instead of its own number').argParser(count))
    .addOption(new Option('--jobs <n>', 'processes that run cases side by side').argParser(count).default(usualJobs))
    .addOption(new Option('--topic <list>', 'only the rules of these topics').argParser(names))
    .addOption(new Option('--rule <list>', 'only these rules').argParser(names))
    .addOption(new Option('--operation <list>', 'only these operations of the contract').argParser(names))
    .addOption(
      new Option('--shard <i/n>', 'one of n equal parts; `gauntlet report` puts them together').argParser(shard),
    )
    .option('--bail', 'stop at the first rule that does not hold')
    .option('--watch', 'run again whenever code changes')
    .option('--inspect-subject', 'open the debugger in the integration; it may then take its time')
    .addOption(gateOption())
    .addOption(requireAttestationsOption())
    .addOption(allowStaleWaiversOption())
    .addOption(formatOption())
    .addOption(jsonOption('print a summary as JSON on stdout instead of the report'))
    .action(async (contracts: string[], options: RunCommandOptions & { readonly watch?: true }) => {
      if (options.watch) await watchAndRun(process.argv.slice(1));
      done(await runCommand(contracts, options, bench));
    });

  program
    .command('judge')
    .description("judge a stored run again with today's rules; also one that was ended half-way")
    .argument('<run>', 'its folder, or its name below .gauntlet, such as latest')
    .addOption(gateOption())
    .addOption(requireAttestationsOption())
    .addOption(allowStaleWaiversOption())
    .addOption(formatOption())
    .addOption(jsonOption('print a summary as JSON on stdout instead of the report'))
    .action((run: string, options: Delivery) => done(judgeCommand(run, options, bench)));

  program
    .command('report')
    .description(
      'render a stored run; shards of one are put together and judged as a whole, different integrations side by side',
    )
    .argument('<run...>')
    .option('--out <dir>', 'where the whole goes (default: .gauntlet/merged; beside the integrations of a single run)')
    .addOption(
      new Option('--kind <kind>', 'the review of the standard to write: new, quarterly or incident').argParser(
        choice(reviewKinds),
      ),
    )
    .option('--baseline <run>', 'an earlier run to compare with')
    .option('--log <file>', 'for an incident: the log of production, one JSON object a line')
    .option('--case <id>', 'for an incident: a stored case, or a rule: its counterexample')
    .addOption(gateOption())
    .addOption(requireAttestationsOption())
    .addOption(allowStaleWaiversOption())
    .addOption(formatOption())
    .addOption(jsonOption('print a summary as JSON on stdout instead of the report; of a review, the review'))
    .action((runs: string[], options: Delivery & ReviewOptions) =>
      done(
        options.kind === undefined && options.baseline === undefined
          ? reportCommand(runs, options.out, options, bench)
          : reviewCommand(runs, options, bench),
      ),
    );

  program
    .command('replay')
    .description('run the stored counterexamples again, or that of one rule: STILL FAILS, FIXED or ERROR')
    .argument('<run>')
    .argument('[rule]')
    .option('--inspect-subject', 'open the debugger in the integration')
    .addOption(jsonOption('print the answers as JSON'))
    .action(async (run: string, rule: string | undefined, options: { json?: true; inspectSubject?: true }) =>
      done(await replayCommand(run, rule, options, bench)),
    );

  program
    .command('trace')
    .description('one case as a readable timeline; without a case, the names of all')
    .argument('<run>')
    .argument('[case]', 'its name, such as control#0, or a rule: its counterexample')
    .addOption(jsonOption('print the stored trace as JSON'))
    .action((run: string, id: string | undefined, options: { json?: true }) =>
      done(traceCommand(run, id, options, bench)),
    );

  program
    .command('rules')
    .description('the clauses and the rules that decide them; one clause, section, rule or topic explained')
    .argument('[id]')
    .addOption(jsonOption('print them as JSON'))
    .action((id: string | undefined, options: { json?: true }) => done(rulesCommand(id, options, bench)));

  program
    .command('attest')
    .description('vouch for a clause that no machine can answer; asks for what is not given')
    .argument('<clause>', 'such as 1.4.1')
    .option('--by <name>', 'who vouches for it')
    .addOption(new Option('--evidence <list>', 'links or files that show it').argParser(names))
    .option('--until <when>', 'a day, or how often it is looked at again: month, quarter, half-year, year')
    .option('--note <text>', 'what a reader should know')
    .option('--date <day>', 'when it was signed (default: today)')
    .addOption(contractOption())
    .addOption(serviceOption())
    .action(async (clause: string, options: AttestOptions) =>
      done(await attestCommand(clause, options, bench, terminal())),
    );

  program
    .command('waive')
    .description('let a clause through for a time although it does not hold; asks for what is not given')
    .argument('<clause>', 'such as 3.4.5')
    .option('--reason <text>', 'why')
    .option('--owner <name>', 'who answers for it')
    .option('--until <day>', 'the last day on which it is let through')
    .addOption(contractOption())
    .addOption(serviceOption())
    .action(async (clause: string, options: WaiveOptions) =>
      done(await waiveCommand(clause, options, bench, terminal())),
    );

  program
    .command('webhook')
    .description('send true-looking webhooks to an endpoint on this machine, good ones or with a fault')
    .argument('[provider]', 'whose webhooks: linear, openai, stripe and others')
    .argument('[event]', 'such as Issue.create')
    .option('--to <url>', 'where the endpoint listens')
    .option('--secret-env <name>', "the variable with the signing secret, instead of the provider's usual one")
    .addOption(
      new Option('--fault <list>', 'what is wrong with them: duplicate, stale, bad-signature and others').argParser(
        names,
      ),
    )
    .addOption(
      new Option('--seed <n>', 'what the payload is drawn from; "random" draws one').argParser(seed).default(1),
    )
    .option('--list', 'list providers, events and faults')
    .action(async (provider: string | undefined, event: string | undefined, options: WebhookCommandOptions) =>
      done(await webhookCommand(provider, event, options, bench)),
    );

  program
    .command('init')
    .description('write a contract to fill in, a GitHub Actions workflow and a script for any other CI')
    .option('--service <name>', 'what the integration talks to (default: the name of this folder)')
    .addOption(
      new Option('--provider <name>', 'the simulated API: linear or rest').argParser(choice(scaffoldProviders)),
    )
    .option('--origin <url>', 'of a rest provider, such as https://api.example.com')
    .option('--module <path>', 'the code of the integration, relative to the contract')
    .addOption(new Option('--shards <n>', 'jobs that run side by side in CI').argParser(count).default(3))
    .action((options: InitOptions) => done(initCommand(options, process.cwd())));

  program
    .command('doctor')
    .description('check this machine, and whether a contract loads and starts')
    .argument('[contract]')
    .action(async (contract: string | undefined) => done(await doctorCommand(contract, bench)));

  return program;
};
