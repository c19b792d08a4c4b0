/** Error bodies made from a template, and read back by the places that its placeholders hold. */
import type { Json } from '../../harness/model/json.ts';
import { isJsonObject, parseJson } from '../json-body.ts';

export interface ToldError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const filled = (text: string, { status, code, message }: ToldError): Json => {
  if (text === '{status}') return status;
  // One pass: what is filled in may itself look like a placeholder.
  return text.replaceAll(/\{(code|message|status)\}/g, (_all, name) =>
    name === 'code' ? code : name === 'message' ? message : String(status),
  );
};

export function fill(template: Json, error: ToldError): Json {
  if (typeof template === 'string') return filled(template, error);
  if (Array.isArray(template)) return template.map((item: Json) => fill(item, error));
  if (!isJsonObject(template)) return template;
  return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, fill(value, error)]));
}

type Path = readonly (string | number)[];

function placeOf(template: Json, placeholder: string): Path | undefined {
  if (template === placeholder) return [];
  if (typeof template !== 'object' || template === null) return undefined;
  for (const [name, value] of Object.entries(template)) {
    const below = placeOf(value, placeholder);
    if (below !== undefined) return [Array.isArray(template) ? Number(name) : name, ...below];
  }
  return undefined;
}

function textAt(body: Json | undefined, path: Path | undefined): string | undefined {
  if (path === undefined) return undefined;
  const found = path.reduce<Json | undefined>((value, step) => {
    if (typeof step === 'number') return Array.isArray(value) ? value[step] : undefined;
    return isJsonObject(value) ? value[step] : undefined;
  }, body);
  return typeof found === 'string' ? found : undefined;
}

export interface ErrorReading {
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

/** Reads what `fill` wrote into the same template. */
export function readerOf(template: Json): (body: string) => ErrorReading {
  const [codeAt, messageAt] = [placeOf(template, '{code}'), placeOf(template, '{message}')];
  return (text) => {
    const body = parseJson(text);
    const [errorCode, errorMessage] = [textAt(body, codeAt), textAt(body, messageAt)];
    return {
      ...(errorCode === undefined ? {} : { errorCode }),
      ...(errorMessage === undefined ? {} : { errorMessage }),
    };
  };
}
