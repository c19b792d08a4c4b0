/** An operation of a service as its HTTP API has it: the request from an input, and what its answer says. */
import type { Json, JsonObject } from '../model/json.ts';
import { ContractError } from '../ports/errors.ts';
import type { Answer, OutgoingMessage } from '../ports/sender.ts';
import type { HttpOperation, HttpProbe } from '../ports/service-subject.ts';
import type { Call, CallResult } from '../ports/subject.ts';
import { at } from './json-pointer.ts';
import { fillJson, fillText, MissingPlace, type Places } from './template.ts';

/** Characters of an answer that are kept. */
export const longestAnswer = 16 * 1024 * 1024;

export interface HttpCall {
  readonly method: string;
  readonly path: string;
  readonly message: OutgoingMessage;
}

const fieldOf = (input: Json, path: string): Json | undefined => at(input, `/${path.split('.').join('/')}`);

const placesOf =
  ({ input, user, correlationId }: Call): Places =>
  (name) => {
    if (name === '@input') return input;
    if (name === '@user') return user;
    if (name === '@correlationId') return correlationId;
    return fieldOf(input, name);
  };

const isBodiless = ({ method }: HttpOperation): boolean => method === 'GET' || method === 'DELETE';

/** Rejects, with `ContractError`, an operation whose path or headers name a field that this input does not have. */
export const httpCall = (
  operation: HttpOperation,
  headers: { readonly [name: string]: string },
  call: Call,
): HttpCall => {
  const places = placesOf(call);
  try {
    const body =
      operation.body === undefined && isBodiless(operation)
        ? undefined
        : JSON.stringify(fillJson(operation.body ?? '{@input}', places));
    return {
      method: operation.method,
      path: fillText(operation.path, places, encodeURIComponent),
      message: {
        headers: {
          Accept: 'application/json',
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fillText(value, places)])),
        },
        body: Buffer.from(body ?? ''),
      },
    };
  } catch (error) {
    if (!(error instanceof MissingPlace)) throw error;
    throw new ContractError(
      `operations.${call.operation}.http: ${error.message}: this input has no such field. Name one that every input has, or {@input}, {@user}, {@correlationId}.`,
      { cause: error },
    );
  }
};

const parsed = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSuccess = ({ success }: HttpOperation, status: number): boolean =>
  success === undefined ? status >= 200 && status < 300 : success.includes(status);

/** Enough to see what kind of page it is. */
const shown = 2_000;

/**
 * An answer that is no success has to say what went wrong where the contract says that it does. One that says nothing there
 * is to a caller what an exception is to a caller of a module.
 */
export const resultOf = (
  operation: HttpOperation,
  { status, body }: Extract<Answer, { kind: 'answered' }>,
): CallResult => {
  const json = parsed(body);
  if (isSuccess(operation, status)) {
    if (body !== '' && json === undefined && operation.value !== undefined)
      return { kind: 'thrown', name: `Answered${status}`, message: `no JSON: ${body.slice(0, shown)}`, stack: '' };
    return { kind: 'ok', value: at(json, operation.value ?? '') ?? null };
  }
  const pointer = operation.error ?? '/error';
  const error = at(json, pointer);
  return isObject(error)
    ? { kind: 'error', error }
    : {
        kind: 'thrown',
        name: `Answered${status}`,
        message: `no error at ${pointer === '' ? 'the top' : pointer}: ${body.slice(0, shown)}`,
        stack: '',
      };
};

/** The list that a probe answers with. Rejects with `ContractError` what is none. */
export const entriesOf = (name: string, probe: HttpProbe, answer: Answer): readonly Json[] => {
  const problem = (what: string) =>
    new ContractError(`The probe ${name} (GET ${probe.path}) ${what}. Correct subject.probes.${name} or the service.`);
  if (answer.kind !== 'answered') throw problem(`got no answer (${answer.kind})`);
  if (answer.status < 200 || answer.status > 299) throw problem(`was answered with ${answer.status}`);
  const json = parsed(answer.body);
  if (json === undefined) throw problem('was answered with something that is not JSON');
  const list = at(json, probe.at ?? '');
  if (!Array.isArray(list)) throw problem(`has no list at ${probe.at ?? 'the top'} of its answer`);
  return list;
};
