/** One case's log: raw observations in, redacted events out. The only place where secrets are looked for. */

import { isEventStream } from './model/event-stream.ts';
import type { Json, JsonObject } from './model/json.ts';
import type { AnswerEvent, EventBody, OutcomeEvent, RequestReading, Sighting, TraceEvent } from './model/trace.ts';
import type { Dialect, ReadingContext, ReceivedRequest } from './ports/provider.ts';
import type { CallResult } from './ports/subject.ts';
import { bounded, createRecorder, toJson } from './recorder.ts';
import {
  createScanner,
  createStreamScanner,
  longestScanned,
  type Scanned,
  type ScannedJson,
  type ScannedSecret,
} from './secrets/scanner.ts';

export interface CaseLog {
  /** The action under way, or the last one begun; -1 while the integration starts. */
  action: number;
  readonly events: readonly TraceEvent[];
  record(body: EventBody): void;
  request(
    number: number,
    provider: string,
    received: ReceivedRequest,
    reading: RequestReading,
    underWayAt: number | undefined,
  ): void;
  reply(number: number, reply: RawReply, dialect: Dialect, request: ReceivedRequest, context: ReadingContext): void;
  outcome(result: CallResult): void;
  answer(delivery: number, result: AnswerEvent['result']): void;
  /** A text made by us that must not come back: it is looked for in answers and log lines, until many others came. */
  watchFor(name: string, text: string): void;
  line(stream: 'stdout' | 'stderr', text: string, dropped: number | undefined): void;
  probed(probe: 'deadLetters' | 'notifications' | 'alerts', entry: Json): void;
  probedEffect(effect: Json): void;
  /** Text of our own that may quote the subject. */
  redact(text: string): string;
}

export interface RawReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  readonly cutAfter?: number;
  readonly cutBy?: 'reset' | 'closed' | 'hang';
}

/** Each line is searched for all of them: enough for everything that one action sends, and for some actions after it. */
const mostWatched = 64;

const credentialHeaders = /^(authorization|proxy-authorization|x-api-key|cookie)$/;

const parsedObject = (line: string): JsonObject | undefined => {
  if (!line.startsWith('{')) return undefined;
  try {
    const value = toJson(JSON.parse(line) as unknown);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
};

/** Of a stream that was cut, what arrived can be read as well as the whole. */
const readable = ({ headers, body, cutAfter }: RawReply): string =>
  cutAfter === undefined || !isEventStream(headers) ? body : Buffer.from(body).subarray(0, cutAfter).toString('utf8');

export const createCaseLog = (
  secrets: readonly ScannedSecret[],
  now: () => number,
  epochMs: number,
  write: (event: TraceEvent) => void,
): CaseLog => {
  const scanner = createScanner(secrets);
  const streams = { stdout: createStreamScanner(secrets), stderr: createStreamScanner(secrets) };
  const recorder = createRecorder(now, epochMs, write);
  const { record } = recorder;

  // Cut only after the whole text was searched: a secret may stand anywhere in it.
  const cut = ({ sightings, redacted }: Scanned): Scanned => ({ sightings, redacted: bounded(redacted) });
  const scan = (text: string, where: string): Scanned => cut(scanner.scan(text, where));
  const scanJson = (value: unknown, where: string): ScannedJson => {
    const { sightings, redacted } = scanner.scanJson(toJson(value, longestScanned), where);
    return { sightings, redacted: toJson(redacted) };
  };

  const watched: { readonly name: string; readonly text: string }[] = [];
  const withoutWatched = (found: Scanned, where: string): Scanned => {
    let { sightings, redacted } = found;
    for (const { name, text } of watched) {
      if (!redacted.includes(text)) continue;
      sightings = [...sightings, { secret: name, form: 'plain', where }];
      redacted = redacted.replaceAll(text, `<${name}>`);
    }
    return { sightings, redacted };
  };

  const scanHeaders = (headers: Headers, hideForeign: boolean) => {
    const sightings: Sighting[] = [];
    const redacted: Record<string, string> = {};
    for (const [name, value] of headers) {
      const found = scan(value, `header:${name}`);
      sightings.push(...found.sightings);
      const foreign = hideForeign && found.sightings.length === 0 && credentialHeaders.test(name);
      redacted[name] = foreign ? '<unknown credential>' : found.redacted;
    }
    return { headers: redacted, sightings };
  };

  const scanned = (result: CallResult): Pick<OutcomeEvent, 'result' | 'sightings'> => {
    switch (result.kind) {
      case 'ok': {
        const { sightings, redacted } = scanJson(result.value, 'value');
        return { result: { kind: 'ok', value: redacted }, sightings };
      }
      case 'error': {
        const { sightings, redacted } = scanJson(result.error, 'error');
        return { result: { kind: 'error', error: redacted }, sightings };
      }
      case 'thrown': {
        const name = scan(result.name, 'error');
        const message = scan(result.message, 'error');
        const stack = scan(result.stack, 'error');
        return {
          result: { kind: 'thrown', name: name.redacted, message: message.redacted, stack: stack.redacted },
          sightings: [...name.sightings, ...message.sightings, ...stack.sightings],
        };
      }
      case 'unsettled':
        return { result: { ...result, detail: scan(result.detail, 'error').redacted }, sightings: [] };
    }
  };

  const log: CaseLog = {
    action: -1,
    events: recorder.events,
    record,
    request(number, provider, received, reading, underWayAt) {
      const url = scan(received.url.href, received.url.search === '' ? 'url' : 'query');
      const body = scan(received.body, 'body');
      const head = scanHeaders(received.headers, true);
      record({
        type: 'request',
        request: number,
        action: log.action,
        provider,
        method: received.method,
        url: url.redacted,
        headers: head.headers,
        body: body.redacted,
        reading: {
          ...reading,
          ...(reading.idempotencyKey === undefined
            ? {}
            : { idempotencyKey: scan(reading.idempotencyKey, 'header').redacted }),
        },
        ...(underWayAt === undefined ? {} : { underWayAt }),
        sightings: [...url.sightings, ...body.sightings, ...head.sightings],
      });
    },
    reply(number, reply, dialect, request, context) {
      const body = scan(reply.body, 'body');
      const head = scanHeaders(reply.headers, false);
      const reading = dialect.readReply(request, { ...reply, body: readable(reply) }, context);
      const { errorMessage, stream } = reading;
      record({
        type: 'reply',
        request: number,
        status: reply.status,
        headers: head.headers,
        body: body.redacted,
        reading: {
          ...reading,
          ...(errorMessage === undefined ? {} : { errorMessage: scan(errorMessage, 'body').redacted }),
          ...(stream === undefined ? {} : { stream: { ...stream, text: scan(stream.text, 'body').redacted } }),
        },
        ...(reply.cutAfter === undefined ? {} : { cutAfter: reply.cutAfter }),
        ...(reply.cutBy === undefined ? {} : { cutBy: reply.cutBy }),
        sightings: [...body.sightings, ...head.sightings],
      });
    },
    outcome(result) {
      record({ type: 'outcome', action: log.action, ...scanned(result) });
    },
    answer(delivery, result) {
      const { action } = log;
      if (result.kind !== 'answered') {
        record({ type: 'answer', delivery, action, result, sightings: [] });
        return;
      }
      const body = withoutWatched(scan(result.body, 'answer'), 'answer');
      record({
        type: 'answer',
        delivery,
        action,
        result: { ...result, body: body.redacted },
        sightings: body.sightings,
      });
    },
    watchFor: (name, text) => {
      if (watched.some((each) => each.text === text)) return;
      watched.push({ name, text });
      if (watched.length > mostWatched) watched.shift();
    },
    line(stream, text, dropped) {
      const { sightings, redacted } = withoutWatched(cut(streams[stream].scan(text, 'text')), 'text');
      const json = parsedObject(redacted);
      record({
        type: 'log',
        action: log.action,
        stream,
        text: redacted,
        sightings,
        ...(json === undefined ? {} : { json }),
        ...(dropped === undefined ? {} : { dropped }),
      });
    },
    probed(probe, entry) {
      const { sightings, redacted } = scanJson(entry, probe);
      record({ type: 'probe', action: log.action, probe, entry: redacted, sightings });
    },
    probedEffect(effect) {
      const { redacted } = scanJson(effect, 'effects');
      const fields: JsonObject =
        typeof redacted === 'object' && redacted !== null && !Array.isArray(redacted) ? (redacted as JsonObject) : {};
      const text = (field: string): string => {
        const value = fields[field];
        return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
      };
      record({
        type: 'effect',
        source: 'probe',
        action: log.action,
        operation: text('operation'),
        entity: text('entity'),
        id: text('id') === '' ? JSON.stringify(redacted) : text('id'),
      });
    },
    redact: (text) => scan(text, 'text').redacted,
  };
  return log;
};
