/** The contract says which parts of an input are personal; error lines must not hold them. */
import type { IntegrationFacts } from '../../../harness/model/integration-facts.ts';
import type { Json } from '../../../harness/model/json.ts';
import type { ActionEvent, LogEvent, Trace } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import type { Applicability, Rule } from '../../../harness/ports/rule.ts';
import { isArray, parsed, textsIn } from '../../json-texts.ts';
import { logLines, reportsError } from '../../log-lines.ts';
import { eachByItself, observed } from '../../observing.ts';

/** Values at a path such as `owner.email`; entries of lists are each looked into. */
const valuesAt = (value: Json, path: readonly string[]): readonly string[] => {
  const [step, ...rest] = path;
  if (step === undefined) return textsIn(value);
  if (typeof value !== 'object' || value === null) return [];
  if (isArray(value) && !/^\d+$/.test(step)) return value.flatMap((entry) => valuesAt(entry, path));
  const next = Object.entries(value).find(([name]) => name === step);
  return next === undefined ? [] : valuesAt(next[1], rest);
};

interface Personal {
  readonly path: string;
  readonly value: string;
  /** Long enough to be looked for within a text; a short value has to be the whole of a field. */
  readonly distinct: boolean;
}

const fewestLetters = 3;
const distinctLetters = 6;
const distinctLength = 8;

const lettersIn = (text: string): number => new Set(text.match(/[\p{L}\p{N}]/gu)).size;

const personalAt = (value: Json, paths: readonly string[], known: readonly string[]): readonly Personal[] =>
  paths.flatMap((path) =>
    valuesAt(value, path.split('.')).flatMap((raw) => {
      const value = raw.trim();
      if (lettersIn(value) < fewestLetters || known.includes(value)) return [];
      return [{ path, value, distinct: value.length >= distinctLength && lettersIn(value) >= distinctLetters }];
    }),
  );

interface Given {
  /** The operation or the event. */
  readonly name: string;
  readonly personal: readonly Personal[];
}

/** What was handed to the integration: an input, or the bodies that were delivered because of an event. */
const givenIn = (trace: Trace, { action, does }: ActionEvent): Given | undefined => {
  const { operations, webhook } = trace.integration;
  if (does.kind === 'perform') {
    const known = [does.user, does.correlationId, does.operation];
    return { name: does.operation, personal: personalAt(does.input, operations[does.operation]?.pii ?? [], known) };
  }
  if (does.kind !== 'deliver') return undefined;
  const bodies = trace.events.flatMap((event) =>
    event.type === 'delivery' && event.action === action ? [parsed(event.body) ?? null] : [],
  );
  return { name: does.event, personal: personalAt([...bodies], webhook?.pii ?? [], [does.event]) };
};

const shows = (line: LogEvent, { value, distinct }: Personal): boolean => {
  const said = line.json === undefined ? [line.text] : textsIn(line.json);
  return said.some((text) => (distinct ? text.includes(value) : text.trim() === value));
};

/** Lines that report errors; and plain text on stderr, whose level nobody can tell. */
const errorLines = (trace: Trace, action: number): readonly LogEvent[] =>
  [
    ...logLines(trace)
      .filter(reportsError)
      .map(({ event }) => event),
    ...trace.events.flatMap((event) =>
      event.type === 'log' && event.json === undefined && event.stream === 'stderr' ? [event] : [],
    ),
  ].filter((event) => event.action === action);

const appliesTo = ({ operations, webhook }: IntegrationFacts): Applicability =>
  Object.values(operations).some(({ pii }) => pii.length > 0) || (webhook?.pii ?? []).length > 0
    ? { applies: true }
    : {
        applies: 'cannot-tell',
        reason: 'precondition-unmet',
        next: 'Declare which parts of an input or of a delivered body are personal: `pii: ["title", "owner.email"]` on an operation or on `webhook` in the contract (an integration without personal data has to attest it).',
      };

export const personalDataNotLogged: Rule = {
  id: 'personal-data-not-logged',
  statement: 'No error line holds what the contract declares to be personal.',
  topic: 'secrets',
  card: {
    asks: 'Keep personal data out of error logs.',
    tested:
      'Calls with known input fail, and known bodies are delivered; each error line is searched for the values at the declared `pii` paths.',
    fails: 'A WARN or ERROR line, or plain text on stderr, holds such a value.',
    fix: 'Log ids instead of names, titles and addresses; never log the input or the provider’s text.',
    source: 'STD-17-01 §2.5',
  },
  appliesTo,
  observe: (trace) =>
    trace.events.flatMap((event): readonly Observation[] => {
      if (event.type !== 'action') return [];
      const { name: operation, personal } = givenIn(trace, event) ?? { name: '', personal: [] };
      const lines = errorLines(trace, event.action);
      if (personal.length === 0 || lines.length === 0) return [];
      const leaks = lines.flatMap((line) => {
        const shown = personal.filter((each) => shows(line, each)).map(({ path }) => path);
        return shown.length === 0 ? [] : [observed(trace, false, { operation, paths: [...new Set(shown)] }, [line])];
      });
      return leaks.length > 0 ? leaks : [observed(trace, true, { operation, lines: lines.length }, lines)];
    }),
  decide: eachByItself,
};
