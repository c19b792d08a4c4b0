/** A trace as lines that a person reads from top to bottom: who did what, when, by the case's own clock. Pure. */
import type { Json } from '../harness/model/json.ts';
import type { Action } from '../harness/model/plan.ts';
import type {
  AnswerEvent,
  OutcomeEvent,
  RefusedEvent,
  ReplyEvent,
  RequestEvent,
  Sighting,
  TraceEvent,
} from '../harness/model/trace.ts';
import { formatMs } from './duration.ts';
import { plain, shorten } from './untrusted.ts';

export type Who = 'harness' | 'integration' | 'provider' | 'network' | 'fault';

export interface TimelineLine {
  readonly seq: number;
  /** Milliseconds since the case began. */
  readonly at: number;
  readonly who: Who;
  /** On one line, without control characters; not escaped for HTML. */
  readonly text: string;
  /** One of the events that a finding points at. */
  readonly marked: boolean;
}

const textLength = 240;
const said = (text: string): string => shorten(plain(text), textLength);
const json = (value: Json): string => said(JSON.stringify(value));

const doing = (action: Action): string => {
  switch (action.kind) {
    case 'perform':
      return `perform ${action.operation} ${json(action.input)} for ${said(action.user)}`;
    case 'deliver':
      return `${said(action.event)} happens at the provider, which delivers ${said(action.deliveryId)}`;
    case 'wait':
      return `let ${formatMs(action.ms)} pass`;
    case 'restart':
      return 'end the process and start it again';
    case 'rotate-managed':
      return 'rotate the secrets at the secret manager, while the process goes on';
    case 'rotate':
      return 'rotate the credentials, end the process and start it again with the new ones';
  }
};

const secrets = (sightings: readonly Sighting[]): string =>
  sightings.length === 0
    ? ''
    : ` · SECRET ${sightings.map(({ secret, form, where }) => `${secret} (${form}, in ${where})`).join(', ')}`;

/** A credential in the header where it belongs is no news. */
const strayIn = (request: RequestEvent): readonly Sighting[] =>
  request.sightings.filter(({ where }) => !where.startsWith('header:'));

const request = (event: RequestEvent): string => {
  const { reading } = event;
  const key = reading.idempotencyKey === undefined ? '' : ` · key ${said(reading.idempotencyKey)}`;
  return `→ request ${event.request}: ${said(reading.operation)} (${event.method} ${said(event.url)})${key}${secrets(strayIn(event))}`;
};

const reply = (event: ReplyEvent): string => {
  const { reading } = event;
  const wait = reading.retryAfter;
  const until = wait?.notBefore === undefined ? '' : `, not before ${formatMs(wait.notBefore)}`;
  const parts = [
    `← reply to ${event.request}: ${event.status} ${reading.class}`,
    reading.errorCode === undefined ? '' : ` ${said(reading.errorCode)}`,
    wait === undefined ? '' : ` · Retry-After ${said(wait.raw)} (${wait.form}${until})`,
    ...(reading.quota ?? []).map(({ name, remaining }) => ` · ${said(name)} left: ${remaining}`),
    reading.stream === undefined || reading.stream.ends === 'whole' ? '' : ` · stream ends: ${reading.stream.ends}`,
    event.cutAfter === undefined
      ? ''
      : ` · ${event.cutBy === 'hang' ? 'stalled' : 'cut'} after ${event.cutAfter} bytes`,
  ];
  return parts.join('');
};

const outcome = ({ action, result, sightings }: OutcomeEvent): string => {
  const head = `action ${action} ended:`;
  switch (result.kind) {
    case 'ok':
      return `${head} ok ${json(result.value)}${secrets(sightings)}`;
    case 'error':
      return `${head} error ${json(result.error)}${secrets(sightings)}`;
    case 'thrown':
      return `${head} threw ${said(result.name)}: ${said(result.message)}${secrets(sightings)}`;
    case 'unsettled':
      return `${head} never settled (${result.why}) ${said(result.detail)}`;
  }
};

const unanswered = {
  none: 'none in time',
  reset: 'connection reset',
  refused: 'connection refused',
  left: 'the sender had left',
} as const;

const answer = ({ result, sightings }: AnswerEvent): string =>
  result.kind === 'answered' ? `${result.status} ${said(result.body)}${secrets(sightings)}` : unanswered[result.kind];

const silences = {
  reset: 'connection reset',
  closed: 'connection closed',
  hang: 'no reply is ever sent',
} as const;

const handshakes = {
  'untrusted-certificate': 'presents a certificate of an unknown authority',
  'wrong-host': 'presents a certificate of another host',
  'handshake-cut': 'ends in the middle of its TLS handshake',
} as const;

const failed = ({ handshake }: RefusedEvent): string => (handshake === undefined ? 'refused' : handshakes[handshake]);

const describe = (event: TraceEvent): { readonly who: Who; readonly text: string } => {
  switch (event.type) {
    case 'action':
      return { who: 'harness', text: `action ${event.action}: ${doing(event.does)}` };
    case 'outcome':
      return { who: 'integration', text: outcome(event) };
    case 'request':
      return { who: 'integration', text: request(event) };
    case 'reply':
      return { who: 'provider', text: reply(event) };
    case 'silence':
      return { who: 'network', text: `✕ request ${event.request}: ${silences[event.silence]}` };
    case 'abort':
      return { who: 'integration', text: `✕ request ${event.request}: gave up waiting` };
    case 'refused':
      return { who: 'network', text: `✕ connection to ${said(event.provider)} ${failed(event)}` };
    case 'trusted':
      return {
        who: 'integration',
        text: `sends something to ${said(event.provider)} over a connection that ${handshakes[event.handshake]}`,
      };
    case 'complaint':
      return { who: 'provider', text: `complains of request ${event.request}: ${said(event.text)}` };
    case 'fault': {
      const where = event.request === undefined ? '' : ` request ${event.request}`;
      const acted = event.acted ? 'the provider had acted' : 'the provider did not act';
      return { who: 'fault', text: `fault ${event.fault} strikes${where} (${acted})` };
    }
    case 'delivery': {
      const age = event.ageMs === undefined ? '' : `, ${formatMs(event.ageMs)} old`;
      const attempt = event.attempt === 0 ? '' : `, attempt ${event.attempt + 1}`;
      return {
        who: 'provider',
        text: `⇢ delivery ${event.delivery}: ${said(event.event)}, ${said(event.what)}${age}${attempt} (a sound endpoint: ${event.expect})`,
      };
    }
    case 'answer':
      return { who: 'integration', text: `⇠ answer to delivery ${event.delivery}: ${answer(event)}` };
    case 'compared':
      return { who: 'integration', text: `compares with ${said(event.with)}` };
    case 'log': {
      const dropped = event.dropped === undefined ? '' : ` (${event.dropped} bytes dropped before)`;
      return { who: 'integration', text: `${event.stream}: ${said(event.text)}${dropped}${secrets(event.sightings)}` };
    }
    case 'effect':
      return { who: 'provider', text: `effect: ${said(event.operation)} made ${said(event.entity)} ${said(event.id)}` };
    case 'probe':
      return { who: 'integration', text: `${event.probe}: ${json(event.entry)}${secrets(event.sightings)}` };
    case 'env-read':
      return { who: 'integration', text: `reads from the environment: ${said(event.name)}` };
    case 'unclaimed':
      return {
        who: 'network',
        text: event.beside
          ? `✕ ${said(event.host)}:${event.port} called by a worker or program of its own: refused`
          : `✕ ${said(event.host)}:${event.port} belongs to no provider: refused`,
      };
    case 'exit':
      return {
        who: 'harness',
        text: `process ended (${event.why}, ${event.signal ?? `code ${event.code ?? 'unknown'}`})`,
      };
    case 'leftover': {
      const handles = event.handles.length === 0 ? '' : `, handles: ${said(event.handles.join(', '))}`;
      return { who: 'integration', text: `left behind ${event.timers} timers${handles}` };
    }
    case 'stall':
      return { who: 'harness', text: `the machine was busy: for ${formatMs(event.ms)} nothing could run` };
    case 'harness-error':
      return { who: 'harness', text: `the harness failed: ${said(event.message)}` };
  }
};

/** Variables read one after the other make one line: they are many, and seldom the point. */
const joined = (lines: readonly TimelineLine[], events: readonly TraceEvent[]): readonly TimelineLine[] => {
  const kept: TimelineLine[] = [];
  for (const [index, line] of lines.entries()) {
    const event = events[index];
    const last = kept.at(-1);
    const goesOn = event?.type === 'env-read' && events[index - 1]?.type === 'env-read' && last?.at === line.at;
    if (event?.type === 'env-read' && goesOn && last !== undefined && !line.marked)
      kept[kept.length - 1] = { ...last, text: `${last.text}, ${said(event.name)}` };
    else kept.push(line);
  }
  return kept;
};

/** Stalls with nothing in between count as one: a busy machine has dozens in a case, and the story drowns in them. */
const withoutRepeatedStalls = (events: readonly TraceEvent[]): readonly TraceEvent[] => {
  const kept: TraceEvent[] = [];
  for (const event of events) {
    const last = kept.at(-1);
    if (event.type === 'stall' && last?.type === 'stall') kept[kept.length - 1] = { ...event, ms: last.ms + event.ms };
    else kept.push(event);
  }
  return kept;
};

/** One line for each event. `marked`: the `seq` of the events that a finding rests on. */
export const timeline = (all: readonly TraceEvent[], marked: readonly number[] = []): readonly TimelineLine[] => {
  const evidence = new Set(marked);
  const events = withoutRepeatedStalls(all);
  const lines = events.map((event) => ({
    seq: event.seq,
    at: event.at,
    ...describe(event),
    marked: evidence.has(event.seq),
  }));
  return joined(lines, events);
};

/** The timeline in columns for a terminal or a failure message: `* ` before what a finding rests on. */
export const timelineText = (lines: readonly TimelineLine[]): readonly string[] => {
  const times = lines.map(({ at }) => formatMs(at));
  const width = Math.max(0, ...times.map((time) => time.length));
  return lines.map(
    ({ who, text, marked }, index) =>
      `${marked ? '*' : ' '} ${(times[index] ?? '').padStart(width)}  ${who.padEnd(11)}  ${text}`,
  );
};
