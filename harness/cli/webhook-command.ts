/**
 * `gauntlet webhook <provider> <event> --to URL`: true-looking deliveries to an endpoint that runs on this machine, good
 * ones or with a fault, and whether each answer was right. What a delivery leads to is not seen here: `gauntlet run` does.
 */
import fc from 'fast-check';
import { standardWebhooks } from '../../providers/webhooks/index.ts';
import { formatMs } from '../../reports/duration.ts';
import { plain, shorten } from '../../reports/untrusted.ts';
import type { Bench } from '../bench.ts';
import { deliverByHand, type Happening } from '../deliveries/by-hand.ts';
import { unsentSignatures } from '../deliveries/sign.ts';
import { sendSigned } from '../deliveries/steps.ts';
import type { JsonObject } from '../model/json.ts';
import { derivedSeed } from '../plan.ts';
import { UsageError } from '../ports/errors.ts';
import type {
  Delivery,
  DeliveryContext,
  DeliveryFault,
  DeliveryStep,
  Expectation,
  WebhookDialect,
} from '../ports/webhook.ts';
import { makeCanary } from '../secrets/canary.ts';
import { createScanner } from '../secrets/scanner.ts';
import { nearest } from './near.ts';
import { webhookProviders } from './webhook-providers.ts';

export interface WebhookCommandOptions {
  readonly to?: string;
  readonly secretEnv?: string;
  /** Ids of delivery faults, or `bad-signature` for all of that kind. */
  readonly fault?: readonly string[];
  readonly seed: number;
  readonly list?: true;
}

/** STD-17-01 §3.6.5. */
const answerLimitMs = 20_000;
const badSignature = 'bad-signature';
const mostForms = 8;
const longestShown = 400;
const see = '`gauntlet webhook --list` lists providers, events and faults.';

const deliveryFaultsOf = ({ faults }: Bench): readonly DeliveryFault[] =>
  faults.flatMap((fault) => (fault.kind === 'delivery' ? [fault] : []));

const isBadSignature = ({ id }: DeliveryFault): boolean => /^(signature|changed)-|-secret$/.test(id);

const eventsOf = ({ events }: WebhookDialect): readonly string[] =>
  events.flatMap(({ event, followedBy }) => [event, ...(followedBy === undefined ? [] : [followedBy.event])]);

const listText = (bench: Bench): string => {
  const faults = deliveryFaultsOf(bench);
  const width = Math.max(...faults.map(({ id }) => id.length));
  const explained = faults.map((fault) => {
    const [params] = formsOf(fault, standardWebhooks);
    return `  ${fault.id.padEnd(width)}  ${params === undefined ? '' : fault.explain(params)}`;
  });
  return [
    'Providers, the variable of their secret, and their events:',
    ...webhookProviders.map(
      ({ dialect, variable }) => `  ${dialect.id} (${variable}): ${eventsOf(dialect).join(', ')}`,
    ),
    '',
    `Faults, each sent in every form that it has (${badSignature}: all that make a signature wrong):`,
    ...explained,
  ].join('\n');
};

const requireListed = (kind: string, typed: readonly string[], known: readonly string[]): void => {
  const unknown = typed.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const problems = unknown.map((name) => {
    const near = nearest(name, known);
    return `There is no ${kind} "${name}".${near.length === 0 ? '' : ` Did you mean ${near.join(', ')}?`}`;
  });
  throw new UsageError(`${problems.join('\n')}\nThere are: ${known.join(', ')}.\n${see}`);
};

const hasLoopbackHost = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);

const targetOf = (to: string | undefined): URL => {
  if (to === undefined)
    throw new UsageError('Say where your endpoint listens: --to http://127.0.0.1:3000/webhooks/linear');
  const url = URL.canParse(to) ? new URL(to) : undefined;
  if (url === undefined || url.protocol !== 'http:')
    throw new UsageError(`--to "${to}" is no http:// address. Give that of an endpoint on this machine.`);
  if (!hasLoopbackHost(url))
    throw new UsageError(
      `--to "${to}" is not on this machine. Deliveries only go to localhost, 127.0.0.1 or [::1], so that no real system is told of what never happened.`,
    );
  return url;
};

const secretOf = (variable: string): string => {
  const secret = process.env[variable];
  if (secret === undefined || secret === '')
    throw new UsageError(
      `${variable} is not set. Export the signing secret that your endpoint verifies with, or name another variable with --secret-env.`,
    );
  return secret;
};

/** The parameters in which a fault can strike: all of them when they are few, a spread when they are many. */
const formsOf = (fault: DeliveryFault, dialect: WebhookDialect): readonly JsonObject[] => {
  const drawn = fc.sample(fault.params(dialect), { seed: 1, numRuns: 60 });
  return [...new Map(drawn.map((params) => [JSON.stringify(params), params])).values()].slice(0, mostForms);
};

const payloadOf = (dialect: WebhookDialect, event: string, seed: number): JsonObject => {
  for (const { event: first, payload, followedBy } of dialect.events) {
    if (first !== event && followedBy?.event !== event) continue;
    const [drawn] = fc.sample(payload, { seed, numRuns: 1 });
    if (drawn === undefined) break;
    return first === event ? drawn : (followedBy?.payload(drawn) ?? drawn);
  }
  throw new RangeError(`${dialect.id} lost its event ${event}`);
};

/** One good delivery, or one form of a fault. */
interface Round {
  readonly title: string;
  readonly stepsFrom: (at: number) => readonly DeliveryStep[];
}

const roundsOf = (
  faults: readonly DeliveryFault[],
  context: DeliveryContext,
  first: Pick<Delivery, 'event' | 'payload'>,
): readonly Round[] => {
  const { dialect } = context;
  // Each round is news to the endpoint, also when the command is given twice.
  const fresh = `by hand ${Date.now()}`;
  const deliveryAt = (round: number) => {
    const deliveryId = dialect.deliveryId(`${fresh} ${round}`);
    return (at: number): Delivery => ({ ...first, deliveryId, at, attempt: 0 });
  };
  if (faults.length === 0) {
    const delivery = deliveryAt(0);
    return [
      { title: 'a good delivery', stepsFrom: (at) => [sendSigned(delivery(at), context, 'accept', 'good delivery')] },
    ];
  }
  const forms = faults.flatMap((fault) => formsOf(fault, dialect).map((params) => ({ fault, params })));
  return forms.flatMap(({ fault, params }, round) => {
    const delivery = deliveryAt(round);
    if (fault.apply(params, delivery(0), context) === undefined) return [];
    return [
      {
        title: `${fault.id}: ${fault.explain(params)}`,
        stepsFrom: (at: number) => fault.apply(params, delivery(at), context) ?? [],
      },
    ];
  });
};

type SentHappening = Extract<Happening, { readonly kind: 'sent' }>;

const wordsFor = { none: 'no answer', reset: 'the connection was reset', refused: 'nobody listens', left: 'hung up' };

/** What the endpoint did wrong, if anything. A large body may be refused by closing the connection. */
const wrongOf = ({ step, result, tookMs }: SentHappening, giveaways: readonly string[]): string | undefined => {
  if (result.kind === 'left') return undefined;
  if (result.kind !== 'answered') {
    const mayClose = step.expect !== 'accept' && result.kind === 'reset' && step.signed.body.byteLength >= 1_000_000;
    return mayClose ? undefined : `${wordsFor[result.kind]}, and every delivery has to be answered`;
  }
  const { status, body } = result;
  if (giveaways.some((text) => body.includes(text)))
    return 'its answer gives away the secret or the signature that would have been right';
  if (step.expect === 'accept' && (status < 200 || status > 299)) return 'it has to be accepted, with 2xx';
  if (step.expect === 'accept' && tookMs > answerLimitMs) return 'it has to be answered within 20 s';
  if (step.expect === 'refuse' && (status < 400 || status > 499)) return 'it has to be refused, with 4xx';
  return undefined;
};

const expectedWords: { readonly [expect in Expectation]: string } = {
  accept: 'accepted',
  refuse: 'refused',
  ignore: 'answered; it must have no effect',
  either: 'answered; what the status is, is not judged',
};

const redactor = (variable: string, secret: string, prefix: string): ((text: string) => string) => {
  const { scan } = createScanner([{ name: variable, value: secret, prefix }]);
  // The scanner looks for eight characters; a secret made up for development may have fewer.
  return (text) => scan(text, 'output').redacted.replaceAll(secret, `<${variable}>`);
};

const text = new TextDecoder();

const sentLines = (happening: SentHappening, dialect: WebhookDialect, to: URL): readonly string[] => {
  const { step, result, tookMs } = happening;
  const { headers, body } = step.signed;
  const late = result.kind === 'answered' && tookMs > dialect.redelivery.timeoutMs;
  return [
    `  > ${step.what}`,
    `    POST ${to.pathname}${to.search}, ${body.byteLength} bytes`,
    ...Object.entries(headers).flatMap(([name, value]) => [value].flat().map((each) => `    ${name}: ${each}`)),
    ...(body.byteLength === 0 ? [] : [`    ${shorten(plain(text.decode(body)), longestShown)}`]),
    result.kind === 'answered'
      ? `  < ${result.status} after ${formatMs(tookMs)}${result.body === '' ? '' : `: ${shorten(plain(result.body), longestShown)}`}`
      : `  < ${wordsFor[result.kind]}`,
    ...(late ? [`    ${dialect.id} waits ${formatMs(dialect.redelivery.timeoutMs)} and would deliver it again`] : []),
  ];
};

const restartAdvice = '  - the restart of your endpoint is skipped: restart it by hand, or let `gauntlet run` do it';

/** 0 when every answer was right, 1 when one was not. Throws `UsageError` for what cannot be sent. */
export const webhookCommand = async (
  providerId: string | undefined,
  event: string | undefined,
  options: WebhookCommandOptions,
  bench: Bench,
): Promise<number> => {
  if (options.list) {
    process.stdout.write(`${listText(bench)}\n`);
    return 0;
  }
  const ids = webhookProviders.map(({ dialect }) => dialect.id);
  if (providerId === undefined) throw new UsageError(`Name a provider: ${ids.join(', ')}.\n${see}`);
  requireListed('provider', [providerId], ids);
  const provider = webhookProviders.find(({ dialect }) => dialect.id === providerId);
  if (provider === undefined) throw new RangeError(`${providerId} was known a moment ago`);
  const { dialect } = provider;
  const events = eventsOf(dialect);
  if (event === undefined) throw new UsageError(`Name an event of ${dialect.id}: ${events.join(', ')}.\n${see}`);
  requireListed(`event of ${dialect.id}`, [event], events);
  const known = deliveryFaultsOf(bench);
  const named = options.fault ?? [];
  requireListed('delivery fault', named, [...known.map(({ id }) => id), badSignature]);
  const faults = known.filter(
    (fault) => named.includes(fault.id) || (named.includes(badSignature) && isBadSignature(fault)),
  );
  const to = targetOf(options.to);
  const variable = options.secretEnv ?? provider.variable;
  const secret = secretOf(variable);

  const context: DeliveryContext = {
    dialect,
    secret,
    previousSecret: makeCanary(dialect.secretShape, derivedSeed(options.seed, 'previous secret')),
    otherSecret: makeCanary(dialect.secretShape, derivedSeed(options.seed, 'other secret')),
  };
  const rounds = roundsOf(faults, context, { event, payload: payloadOf(dialect, event, options.seed) });
  if (rounds.length === 0)
    throw new UsageError(
      `${named.join(', ')} cannot be done to ${event} of ${dialect.id}: it has nothing that could be wrong in this way. ${see}`,
    );

  const redact = redactor(variable, secret, dialect.secretShape.prefix);
  const target = {
    host: to.hostname.replace(/^\[|\]$/g, ''),
    port: Number(to.port === '' ? 80 : to.port),
    path: `${to.pathname}${to.search}`,
  };
  const patienceMs = Math.max(dialect.redelivery.timeoutMs, answerLimitMs + 1000);
  let sent = 0;
  let wrong = 0;
  let held = [`${event} of ${dialect.id} to ${to.href}, signed with ${variable}`];
  /** Nothing is printed before an endpoint was found. */
  const print = (...lines: readonly string[]): void => {
    held.push(...lines);
    if (sent === 0) return;
    process.stdout.write(`${held.map(redact).join('\n')}\n`);
    held = [];
  };
  for (const { title, stepsFrom } of rounds) {
    print('', title);
    for await (const happening of deliverByHand(target, stepsFrom, patienceMs)) {
      if (happening.kind === 'restart-skipped') print(restartAdvice);
      else if (happening.kind === 'wait-cut-short')
        print(
          `  - instead of ${formatMs(happening.ms)}, waits ${formatMs(happening.toMs)}; times are as if it had waited`,
        );
      else {
        if (sent === 0 && happening.result.kind === 'refused')
          throw new UsageError(`Nobody listens at ${to.href}. Start your endpoint, or correct --to.`);
        sent += 1;
        print(...sentLines(happening, dialect, to));
        const { step } = happening;
        const giveaways =
          step.expect === 'refuse'
            ? [secret, ...unsentSignatures(step.signed, step.delivery, dialect, secret)]
            : [secret];
        const problem = wrongOf(happening, giveaways);
        if (problem !== undefined) wrong += 1;
        print(problem === undefined ? `    ok: ${expectedWords[step.expect]}` : `    WRONG: ${problem}`);
      }
    }
  }
  const deliveries = sent === 1 ? '1 delivery' : `${sent} deliveries`;
  print('', `${deliveries}, ${wrong === 0 ? 'every answer right' : `${wrong} answered wrongly`}`);
  print('What they led to was not looked at: `gauntlet run` counts effects.');
  return wrong === 0 ? 0 : 1;
};
