/**
 * Runs one plan against one subject and tells everything that was seen. The only impure verb: what it sees is stored
 * event by event, before anything is judged.
 */
import { type CaseLog, createCaseLog } from './case-log.ts';
import { type ConnectFaults, createConnectFaults } from './connect-faults.ts';
import { credentialsOf, environmentOf, type IssuedSecret } from './credentials.ts';
import { deliver, type PlannedDeliveryFault, type WebhookBench } from './deliver.ts';
import { expectedUntil } from './expected.ts';
import { createKeyring, type Keyring, type Rotation } from './keyring.ts';
import type { IntegrationFacts, ProbeName } from './model/integration-facts.ts';
import type { Action, Plan } from './model/plan.ts';
import type { RequestReading, Trace, TraceEvent, TraceHeader } from './model/trace.ts';
import { nextSignMs } from './next-sign.ts';
import type { CaseClock } from './ports/clock.ts';
import { HarnessError } from './ports/errors.ts';
import type { Exchange, ExchangeFault, Fault } from './ports/fault.ts';
import type { Provider, ReadingContext, ReceivedRequest } from './ports/provider.ts';
import type { ServiceSettings, Subject, SubjectNotice } from './ports/subject.ts';
import type { DeliveryFault } from './ports/webhook.ts';
import type { Answering, Wire, WireNotice } from './ports/wire.ts';
import { countStrikes, type Strike } from './strikes.ts';
import { createTurns } from './turns.ts';
import { hasUnbegunWork } from './unbegun-work.ts';
import { openProviders } from './wire/providers.ts';

export interface CaseBench {
  readonly subject: Subject;
  readonly wire: Wire;
  readonly providers: readonly Provider[];
  readonly faults: ReadonlyMap<string, Fault | DeliveryFault>;
  /** Where webhooks are sent; absent for an integration that receives none. */
  readonly webhook?: WebhookBench;
  readonly facts: IntegrationFacts;
  /** The secrets as they are issued first (0) and after each rotation. */
  issue(generation: number): readonly IssuedSecret[];
  /** Where the subject's notices go from now on, and who tells how long it may be silent and still be at work. */
  listen(listener: (notice: SubjectNotice) => void, nextSignMs: ServiceSettings['nextSignMs']): void;
}

/** Where a trace is stored while it grows. */
export interface TraceSink {
  begin(header: TraceHeader): void;
  write(event: TraceEvent): void;
  end(): void;
}

const minuteMs = 60_000;
/** Subjects begin a case at a whole minute, so that times told in whole seconds come out alike in each. */
const nextWholeMinute = (now: number): number => Math.ceil(now / minuteMs) * minuteMs;

const contextsOf = (bench: CaseBench, keyring: Keyring, epochMs: number): ReadonlyMap<string, () => ReadingContext> =>
  new Map(
    bench.providers.map(({ id }) => {
      const credentials = keyring.at(id);
      return [id, () => ({ now: bench.subject.clock.now(), epochMs, credentials })];
    }),
  );

/** Looked up among what is good now, and then among what was good before it was rotated. */
const readCredential = (
  { id, dialect }: Provider,
  keyring: Keyring,
  received: ReceivedRequest,
  context: ReadingContext,
): RequestReading['credential'] => {
  for (const [age, secrets] of keyring.generations().entries()) {
    const carried = dialect.credentialOf(received, { ...context, credentials: credentialsOf(secrets, id) });
    if (carried === 'none') return { kind: 'none' };
    const issued =
      carried === 'unknown'
        ? undefined
        : secrets.find(({ provider: of, secret }) => of === id && secret === carried.secret);
    // A token that was got with an old client secret lives on by itself.
    const stale = age > 0 && issued?.use === 'credential';
    if (issued !== undefined) return { kind: 'canary', secret: issued.name, ...(stale ? { stale } : {}) };
  }
  return { kind: 'unknown' };
};

const readRequest = (
  provider: Provider,
  keyring: Keyring,
  received: ReceivedRequest,
  context: ReadingContext,
): RequestReading => ({
  ...provider.dialect.readRequest(received),
  credential: readCredential(provider, keyring, received, context),
});

interface Asked {
  readonly provider: Provider;
  readonly received: ReceivedRequest;
  readonly operation: string;
}

/** A request that waits for its turn. `since`: how many events there were when it came. */
type Arrival = Extract<WireNotice, { readonly type: 'request' }> & { readonly since: number };

/** Answers requests as the plan says, and tells the log which faults struck and whether the provider had acted. */
const answering = async (plan: Plan, bench: CaseBench, keyring: Keyring, log: CaseLog, epochMs: number) => {
  const { clock } = bench.subject;
  const strikes = countStrikes(plan);
  const contexts = contextsOf(bench, keyring, epochMs);
  const byId = new Map(bench.providers.map((provider) => [provider.id, provider]));
  const worlds = await openProviders(bench.providers, {
    seed: plan.seed,
    credentials: Object.fromEntries(bench.providers.map(({ id }) => [id, keyring.at(id)])),
    now: () => clock.now(),
    served: keyring.served,
  });
  const arrived = new Map<number, Arrival>();
  const requests = new Map<number, Asked>();
  const turns = createTurns();
  const known = (id: string) => {
    const provider = byId.get(id);
    const context = contexts.get(id);
    const world = worlds[id];
    if (provider === undefined || context === undefined || world === undefined)
      throw new Error(`the wire told of a provider that nobody opened: ${id}`);
    return { provider, context, world };
  };

  /** Tells the log of a request, once, and what was read from it. */
  const told = (number: number, id: string, received: ReceivedRequest): Asked => {
    const since = arrived.get(number)?.since ?? log.events.length;
    arrived.delete(number);
    const before = requests.get(number);
    if (before !== undefined) return before;
    const { provider, context } = known(id);
    const reading = readRequest(provider, keyring, received, context());
    const asked = { provider, received, operation: reading.operation };
    requests.set(number, asked);
    // What it wrote before it asked comes before.
    bench.subject.catchUp?.();
    const underWayAt = log.events.slice(since).find(({ type }) => type === 'reply')?.seq;
    log.request(number, id, received, reading, underWayAt);
    return asked;
  };

  const strike = async (
    { planned, fault }: Strike,
    request: number,
    received: ReceivedRequest,
    provider: Exchange,
    acted: () => boolean,
    id: string,
    sleep: CaseClock['sleep'],
  ) => {
    const how = bench.faults.get(fault.fault) as ExchangeFault;
    const { context } = known(id);
    const answer = await how.apply(fault.params, received, provider, {
      ...context(),
      dialect: known(id).provider.dialect,
      sleep,
    });
    if (!(answer instanceof Response) && answer.kind === 'missed') return answer.answer;
    log.record({ type: 'fault', planned, fault: fault.fault, request, acted: acted() });
    return answer;
  };

  return {
    answer: (async (id, number, received, sleep) => {
      const { world } = known(id);
      await turns.take(received, sleep);
      const { operation } = told(number, id, received);
      let acted = false;
      const act: Exchange = async (request) => {
        const { response, effects, complaints } = await world(request);
        acted = true;
        for (const text of complaints) log.record({ type: 'complaint', request: number, text: log.redact(text) });
        for (const effect of effects)
          log.record({
            type: 'effect',
            source: 'ledger',
            action: log.action,
            request: number,
            provider: id,
            ...effect,
          });
        return response;
      };
      const struck = strikes
        .of(log.action, operation)
        .filter(({ fault }) => bench.faults.get(fault.fault)?.kind === 'exchange');
      const exchange = struck.reduceRight<Exchange>(
        (inner, each) => (request) => strike(each, number, request, inner, () => acted, id, sleep),
        act,
      );
      return exchange(received);
    }) satisfies Answering,
    notice: (notice: WireNotice): void => {
      if (notice.type === 'failure') {
        log.record({ type: 'harness-error', message: log.redact(notice.error.stack ?? notice.error.message) });
        return;
      }
      const { request } = notice;
      if (notice.type === 'request') {
        arrived.set(request, { ...notice, since: log.events.length });
        return;
      }
      // One that ended before its turn came: too large a body, or an upload that broke off.
      const arrival = arrived.get(request);
      const asked = arrival === undefined ? requests.get(request) : told(request, arrival.provider, arrival.received);
      if (asked === undefined) return;
      if (notice.type === 'reply') {
        const { context } = known(asked.provider.id);
        log.reply(request, notice, asked.provider.dialect, asked.received, context());
      } else if (notice.type === 'silence') log.record({ type: 'silence', request, silence: notice.silence });
      else if (notice.type === 'abort') log.record({ type: 'abort', request });
    },
  };
};

const hearing =
  (log: CaseLog, connectFaults: ConnectFaults) =>
  (notice: SubjectNotice): void => {
    if (notice.type === 'log') log.line(notice.stream, notice.text, notice.dropped);
    else if (notice.type === 'unclaimed') log.record({ ...notice, action: log.action });
    else if (notice.type === 'refused') connectFaults.refused(notice);
    else log.record(notice);
  };

const deliveryFaultOf = (plan: Plan, bench: CaseBench, action: number): PlannedDeliveryFault | undefined => {
  const planned = plan.faults.findIndex(
    (fault) => fault.on.action === action && bench.faults.get(fault.fault)?.kind === 'delivery',
  );
  const fault = plan.faults[planned];
  const how = fault && bench.faults.get(fault.fault);
  return how?.kind === 'delivery' && fault !== undefined ? { planned, fault, how } : undefined;
};

const carryOut = async (
  plan: Plan,
  action: Action,
  bench: CaseBench,
  keyring: Keyring,
  log: CaseLog,
  nextDelivery: () => number,
): Promise<void> => {
  const { subject, webhook } = bench;
  switch (action.kind) {
    case 'perform':
      await subject.call(action, log.outcome);
      break;
    case 'deliver':
      if (webhook === undefined) throw new HarnessError('The plan delivers a webhook and the contract declares none.');
      await deliver({ subject, webhook, log, nextDelivery }, action, deliveryFaultOf(plan, bench, log.action));
      break;
    case 'wait':
      await subject.wait(action.ms);
      break;
    case 'restart':
      await subject.restart();
      break;
    case 'rotate':
      keyring.rotate();
      await subject.restart(environmentOf(keyring.current()));
      break;
    case 'rotate-managed':
      keyring.rotate();
  }
};

/** Probes tell all that stands in a queue; only what came since the last look is an event. */
const createProbing = (subject: Subject, log: CaseLog) => {
  const seen = new Map<ProbeName, number>();
  return async (): Promise<void> => {
    for (const probe of subject.probes) {
      const entries = await subject.probe(probe);
      for (const entry of entries.slice(seen.get(probe) ?? 0)) {
        if (probe === 'effects') log.probedEffect(entry);
        else log.probed(probe, entry);
      }
      seen.set(probe, entries.length);
    }
  };
};

const rotationsOf = ({ actions }: Plan): readonly Rotation[] =>
  actions.flatMap(({ kind }): readonly Rotation[] =>
    kind === 'rotate' ? ['all'] : kind === 'rotate-managed' ? ['managed'] : [],
  );

/** Real time in which a service looks on its queue at least once. */
const queueLookMs = 6_000;
/** Between two looks at what came of it. */
const probeAgainMs = 250;

const perform = async (
  plan: Plan,
  bench: CaseBench,
  keyring: Keyring,
  log: CaseLog,
  connectFaults: ConnectFaults,
  epochMs: number,
): Promise<void> => {
  const { subject } = bench;
  const probe = createProbing(subject, log);
  let deliveries = 0;
  const nextDelivery = () => deliveries++;
  for (const [index, action] of plan.actions.entries()) {
    log.action = index;
    log.record({ type: 'action', action: index, does: action });
    await connectFaults.begin(index);
    await carryOut(plan, action, bench, keyring, log, nextDelivery);
    await connectFaults.end(index);
    await subject.quiet(() => epochMs + expectedUntil(log.events, index, bench.facts.policy));
    await probe();
    if (subject.clockKind === 'virtual') continue;
    const until = subject.clock.now() + queueLookMs;
    while (hasUnbegunWork(log.events, index, bench.facts) && subject.clock.now() < until) {
      await subject.wait(probeAgainMs);
      await subject.quiet();
      await probe();
    }
  }
};

/**
 * Runs a plan. A failure of the harness ends the case with a `harness-error` event; a failure of the subject is
 * what traces are for. Rejects only when the subject cannot start at all (`ContractError`).
 */
export const runCase = async (id: string, plan: Plan, bench: CaseBench, sink: TraceSink): Promise<Trace> => {
  const { subject, wire, facts } = bench;
  const now = subject.clock.now();
  const epochMs = subject.clockKind === 'virtual' ? nextWholeMinute(now) : now;
  const header: TraceHeader = {
    traceVersion: 1,
    case: id,
    plan,
    integration: facts,
    clock: subject.clockKind,
    epochMs,
  };
  sink.begin(header);
  const keyring = createKeyring(bench.issue, rotationsOf(plan));
  let over = false;
  // What a connection still tells after the case was ended belongs to no trace.
  const write = (event: TraceEvent): void => {
    if (!over) sink.write(event);
  };
  const log = createCaseLog(keyring.all, () => subject.clock.now(), epochMs, write);
  const { answer, notice } = await answering(plan, bench, keyring, log, epochMs);
  let ending = false;
  wire.begin({
    clock: subject.clock,
    answer,
    notice: (told) => {
      // Requests that end with the case were left open by the client, which never gave them up.
      if (!ending || told.type !== 'abort') notice(told);
    },
  });
  const connectFaults = createConnectFaults(plan, bench, log);
  bench.listen(hearing(log, connectFaults), (during, silentMs) =>
    nextSignMs(log.events, facts.policy, subject.clock.now() - epochMs - silentMs, during),
  );
  await subject.begin(plan.seed);
  try {
    await perform(plan, bench, keyring, log, connectFaults, epochMs);
    await bench.webhook?.sender.end();
    ending = true;
    await subject.end();
    await wire.end();
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.record({ type: 'harness-error', message: log.redact(text) });
  }
  over = true;
  // A case that broke off left them open; ending twice does nothing.
  await bench.webhook?.sender.end();
  await wire.end();
  sink.end();
  return { ...header, events: log.events, complete: true };
};
