/**
 * A machine cannot tell whether a sentence helps its reader, but it can tell when it was written for a programmer. It
 * refutes only; that a message is good has to be attested.
 */
import type { Trace } from '../../../harness/model/trace.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed, whenItCalls } from '../../observing.ts';
import { errorRepliesIn, returnedErrors, userTextOf } from './endings.ts';

interface Sign {
  readonly kind: string;
  find(text: string): string | undefined;
}

const matching = (kind: string, pattern: RegExp): Sign => ({ kind, find: (text) => pattern.exec(text)?.[0] });

const signs: readonly Sign[] = [
  matching('a stack trace', /\n\s*at \S|\bat \S+ \(\S+:\d+:\d+\)|\(?node:internal/),
  matching(
    'a status number',
    /\b(?:status|code|http|error)(?: code)?[\s:=#(]{1,3}[1-5]\d\d\b|\b(?:40[013-9]|42[29]|50[0-4]) (?:Bad Request|Unauthorized|Forbidden|Not Found|Unprocessable|Too Many|Internal|Bad Gateway|Service Unavailable|Gateway Time)/i,
  ),
  matching(
    'an exception',
    /\b[A-Z][A-Za-z]+(?:Error|Exception)\b|\bE(?:CONN|TIMEDOUT|PIPE|NOTFOUND|AI_AGAIN|HOST)[A-Z]*\b/,
  ),
  matching(
    'a text of the runtime',
    /\bfetch failed\b|\bsocket hang up\b|\[object Object\]|\bCannot read propert|\bUnexpected token\b/,
  ),
  matching('a piece of data', /\{\s*"|<\/?(?:html|body|!doctype)\b/i),
  matching('an internal address', /\b(?:localhost|127\.0\.0\.1)\b|https?:\/\/api\./i),
];

/** The hosts that were called: nobody but a programmer has any use for them. */
const hostSign = (trace: Trace): Sign => {
  const hosts = new Set(
    trace.events.flatMap((event) => {
      if (event.type !== 'request') return [];
      const url = URL.parse(event.url);
      return url === null ? [] : [url.hostname];
    }),
  );
  return { kind: 'an internal address', find: (text) => [...hosts].find((host) => text.includes(host)) };
};

/** A status that came back in this call, and not a number of something: "500 characters". */
const statusSign = (trace: Trace, action: number): Sign => ({
  kind: 'a status number',
  find: (text) =>
    errorRepliesIn(trace, action)
      .map(({ status }) => String(status))
      .find((status) => new RegExp(`(?<![\\d.,-])${status}(?![\\d-]|[.,]\\d|\\s+[a-z])`, 'i').test(text)),
});

const fewestWords = 4;

/** Long enough not to be what anybody would have said. */
const providerTextSign = (trace: Trace, action: number): Sign => ({
  kind: 'the provider’s own text',
  find: (text) =>
    errorRepliesIn(trace, action)
      .flatMap(({ reading }) => reading.errorMessage?.trim() ?? [])
      .find((told) => told.split(/\s+/).length >= fewestWords && text.includes(told)),
});

export const userMessageNonTechnical: Rule = {
  id: 'user-message-non-technical',
  statement: 'Message and suggestion of a returned error hold nothing that only a programmer understands.',
  topic: 'errors',
  card: {
    asks: 'Write messages in the words of the user, never in those of the runtime or of the provider.',
    tested: 'Calls fail in many ways; message and suggestion of each returned error are searched.',
    fails:
      'They hold a stack trace, a status number, an API address, an exception name, data, or the provider’s own text.',
    fix: 'Choose the sentence by the kind of failure; put the technical details into the log.',
    source: 'STD-17-01 §3.3',
  },
  appliesTo: whenItCalls,
  observe: (trace) =>
    returnedErrors(trace).flatMap(({ operation, outcome, error }) => {
      const { message, suggestion } = userTextOf(error);
      const text = `${message}\n${suggestion}`;
      if (text.trim() === '') return [];
      const { action } = outcome;
      const all = [...signs, hostSign(trace), statusSign(trace, action), providerTextSign(trace, action)];
      const hits = all.flatMap((sign) => {
        const found = sign.find(text);
        return found === undefined ? [] : [{ kind: sign.kind, found: found.trim() }];
      });
      const [hit] = hits;
      const facts = { operation, message, suggestion, ...(hit === undefined ? {} : hit) };
      return [observed(trace, hit === undefined, facts, [outcome])];
    }),
  decide: eachByItself,
};
