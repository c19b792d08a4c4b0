/** APIs that are simulated from their own description, as a contract without code names them: with the description's file. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Named, named } from '../../harness/ports/catalogue.ts';
import type { Provider, SecretShape } from '../../harness/ports/provider.ts';
import { type GraphqlOptions, graphql } from '../graphql/provider.ts';
import { type OpenapiOptions, openapi } from '../openapi/provider.ts';

const count = z.number().int('must be a whole number').positive('must be more than 0');
const status = z.number().int().min(400, 'must be from 400 to 599').max(599, 'must be from 400 to 599');
const text = z.string().min(1);
const file = text.describe('Relative to the contract file.');
const repeated = z
  .enum(['same-reply', 'conflict'])
  .exactOptional()
  .describe('What it does with a key that it has seen.');
const inHeader = z.strictObject({ header: text, repeated });
const inVariable = z.strictObject({ variable: z.string().startsWith('/', 'must be a JSON pointer'), repeated });

interface Given {
  readonly secretShape: z.ZodType<SecretShape>;
  readonly origin: z.ZodType<string>;
}

const mannersOf = ({ secretShape, origin }: Given) => ({
  id: text.exactOptional().describe('Under which name the contract refers to it.'),
  origin: origin.exactOptional().describe('Such as https://api.example.com, without a path.'),
  secrets: z.record(z.string(), secretShape).exactOptional(),
  credential: z
    .union([
      z.strictObject({ in: z.literal('header'), name: text, scheme: text.exactOptional() }),
      z.strictObject({ in: z.literal('query'), name: text }),
    ])
    .exactOptional()
    .describe('Where a credential stands.'),
  rateLimit: z
    .strictObject({
      status: status.exactOptional(),
      requests: count.exactOptional(),
      windowMs: count.exactOptional(),
      headers: z
        .strictObject({ limit: text.exactOptional(), remaining: text.exactOptional(), reset: text.exactOptional() })
        .exactOptional(),
      resetIn: z.enum(['epoch-seconds', 'epoch-milliseconds', 'seconds']).exactOptional(),
    })
    .exactOptional(),
  error: z
    .strictObject({
      body: z.json().exactOptional().describe('In which {code}, {message} and {status} stand for what they name.'),
      codes: z
        .record(z.string().regex(/^[45]\d\d$/, 'must be a status, such as 404'), z.string())
        .exactOptional()
        .describe('Status to code.'),
    })
    .exactOptional(),
});

const contentsOf = (folder: string, path: string): string => {
  try {
    return readFileSync(resolve(folder, path), 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? error.code : error;
    throw new Error(`cannot read ${path}: ${why}`);
  }
};

/** JSON is YAML too. */
const parsed = (folder: string, path: string): object => {
  const contents = contentsOf(folder, path);
  let value: unknown;
  try {
    value = parse(contents);
  } catch (error) {
    throw new Error(`cannot use ${path}: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
  }
  if (typeof value !== 'object' || value === null) throw new Error(`cannot use ${path}: it holds no document`);
  return value;
};

type FromFile<Name extends string, Options> = Options & { readonly [name in Name]: string };

export const describedProviders = (
  given: Given,
): { readonly openapi: Named<Provider>; readonly graphql: Named<Provider> } => {
  const manners = mannersOf(given);
  const openapiOptions: z.ZodType<FromFile<'document', OpenapiOptions>> = z.strictObject({
    document: file,
    ...manners,
    idempotency: z.union([z.literal('none'), inHeader]).exactOptional(),
    reads: z.array(text).exactOptional().describe('Operations that change nothing although they are no GET.'),
    answers: z
      .record(z.string(), z.json())
      .exactOptional()
      .describe('Answers that have to be just so, by operation: GET /things.'),
  });
  const graphqlOptions: z.ZodType<FromFile<'schema', GraphqlOptions>> = z.strictObject({
    schema: file,
    ...manners,
    path: z.string().startsWith('/', 'must be a path, such as /graphql').exactOptional(),
    idempotency: z.union([z.literal('none'), inHeader, inVariable]).exactOptional(),
  });
  return {
    openapi: named(openapiOptions, ({ document, ...options }, folder) => openapi(parsed(folder, document), options)),
    graphql: named(graphqlOptions, ({ schema, ...options }, folder) =>
      graphql(/\.json$/.test(schema) ? parsed(folder, schema) : contentsOf(folder, schema), options),
    ),
  };
};
