/**
 * A request body holds what users wrote, and sometimes a credential. One logged title is not a body: a line has to hold
 * most of one.
 */
import type { Json } from '../../../harness/model/json.ts';
import type { DeliveryEvent, LogEvent, RequestEvent, Trace } from '../../../harness/model/trace.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { isArray, parsed, textsIn } from '../../json-texts.ts';
import { eachByItself, observed, whenItMayCall } from '../../observing.ts';

const leastText = 3;

interface Body {
  /** What was sent by the integration, or delivered to it. */
  readonly request: RequestEvent | DeliveryEvent;
  readonly value: Json | undefined;
  /** What the user wrote of it. */
  readonly content: readonly string[];
  /** Everything in it but the text of a GraphQL document, which is code. */
  readonly leaves: readonly string[];
}

const inputOf = (trace: Trace, action: number): Json => {
  const begun = trace.events.find((event) => event.type === 'action' && event.action === action);
  return begun?.type === 'action' && begun.does.kind === 'perform' ? begun.does.input : null;
};

const bodyOf = (trace: Trace, request: RequestEvent): Body => {
  const value = parsed(request.body);
  const leaves =
    typeof value === 'object' && value !== null && !isArray(value)
      ? Object.entries(value).flatMap(([name, part]) =>
          name === 'query' || name === 'operationName' ? [] : textsIn(part),
        )
      : textsIn(value ?? request.body);
  const content = [...new Set(textsIn(inputOf(trace, request.action)))].filter(
    (text) => text.trim().length >= leastText && leaves.some((leaf) => leaf.includes(text)),
  );
  return { request, value, content, leaves: [...new Set(leaves)].filter((leaf) => leaf.length >= leastText) };
};

/** What somebody wrote, as far as that can be told of a body that we did not have written: texts of several words. */
const isProse = (text: string): boolean => text.length >= shortestBody && /\S\s+\S/.test(text);

/** Undefined for a body that is no JSON, or was too long to be kept. */
const deliveredBody = (request: DeliveryEvent): Body | undefined => {
  const value = parsed(request.body);
  if (value === undefined) return undefined;
  const leaves = [...new Set(textsIn(value))].filter((leaf) => leaf.length >= leastText);
  return { request, value, content: leaves.filter(isProse), leaves };
};

/** What a line says. In JSON, fields beside each other are not a stretch of a body, even where they read like one. */
const textsOf = (line: LogEvent): readonly string[] => (line.json === undefined ? [line.text] : textsIn(line.json));

const holds = (texts: readonly string[], part: string): boolean => texts.some((text) => text.includes(part));

const share = (texts: readonly string[], parts: readonly string[]): number =>
  parts.length === 0 ? 0 : parts.filter((part) => holds(texts, part)).length / parts.length;

const mostPlaces = 50;

/** The longest stretch of `whole` around its middle that stands in `text`, as a share of `whole`. */
const stretch = (text: string, whole: string): number => {
  const from = Math.floor(whole.length * 0.4);
  const to = Math.ceil(whole.length * 0.6);
  const middle = whole.slice(from, to);
  let longest = 0;
  let at = text.indexOf(middle);
  for (let place = 0; at >= 0 && place < mostPlaces; place += 1) {
    let before = 0;
    while (before < from && at > before && text[at - 1 - before] === whole[from - 1 - before]) before += 1;
    let after = 0;
    while (to + after < whole.length && text[at + middle.length + after] === whole[to + after]) after += 1;
    longest = Math.max(longest, before + middle.length + after);
    at = text.indexOf(middle, at + 1);
  }
  return longest / whole.length;
};

const mostOfBody = 0.6;
const mostOfLeaves = 0.8;
const fewestLeaves = 3;
const shortestBody = 12;

const objectsIn = (value: Json): readonly Json[] => {
  if (typeof value === 'string') {
    const inner = /^\s*[{[]/.test(value) ? parsed(value) : undefined;
    return inner === undefined ? [] : [inner, ...objectsIn(inner)];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((part) =>
    typeof part === 'object' && part !== null ? [part, ...objectsIn(part)] : objectsIn(part),
  );
};

const canonical = (value: Json): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => a.localeCompare(b)))
      : part,
  );

/** The body, or its variables, or the input in them: each is all that the user wrote. */
const wholes = ({ value, content }: Body): readonly string[] =>
  value === undefined
    ? []
    : [value, ...objectsIn(value)].filter((part) => share(textsIn(part), content) === 1).map(canonical);

const isLogged = (line: LogEvent, body: Body): boolean => {
  const texts = textsOf(line);
  const { content, leaves, request } = body;
  if (share(texts, content) <= 0.5) return false;
  if (request.body.length >= shortestBody && texts.some((text) => stretch(text, request.body) >= mostOfBody))
    return true;
  if (leaves.length >= fewestLeaves && share(texts, leaves) >= mostOfLeaves) return true;
  const objects = new Set(
    [...(line.json === undefined ? [] : [line.json]), ...objectsIn(line.json ?? line.text)].map(canonical),
  );
  return wholes(body).some((whole) => objects.has(whole));
};

export const requestBodyNotLogged: Rule = {
  id: 'request-body-not-logged',
  statement: 'No log line holds most of a request body that has user content in it.',
  topic: 'secrets',
  card: {
    asks: 'Never log request bodies.',
    tested:
      'Every line of a case is compared with every body that was sent in it and holds something of the input, and with every body that was delivered.',
    fails: 'A line holds most of a body: a long stretch of it, nearly all its values, or the same object.',
    fix: 'Log the fields of the standard by name; never log a request, a config or an input object.',
    source: 'STD-17-01 §1.3, §2.5',
  },
  appliesTo: (integration, conduct) =>
    integration.webhook === undefined ? whenItMayCall(integration, conduct) : { applies: true },
  observe: (trace) => {
    const bodies = trace.events.flatMap((event) => {
      if (event.type === 'delivery') return deliveredBody(event) ?? [];
      if (event.type !== 'request' || event.body === '') return [];
      const body = bodyOf(trace, event);
      return body.content.length > 0 ? [body] : [];
    });
    const lines = trace.events.flatMap((event) => (event.type === 'log' ? [event] : []));
    const [first] = bodies;
    if (first === undefined || lines.length === 0) return [];
    const leaks = lines.flatMap((line) => {
      const body = bodies.find((each) => isLogged(line, each));
      if (body === undefined) return [];
      const { request } = body;
      const of =
        request.type === 'delivery'
          ? { event: request.event }
          : { provider: request.provider, method: request.method, request: request.reading.operation };
      const facts = { ...of, characters: request.body.length };
      return [observed(trace, false, facts, [body.request, line])];
    });
    return leaks.length > 0
      ? leaks
      : [observed(trace, true, { bodies: bodies.length, lines: lines.length }, [first.request])];
  },
  decide: eachByItself,
};
