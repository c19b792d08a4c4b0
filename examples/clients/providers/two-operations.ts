/** Descriptions of the two operations that each client is called with: one reads, the other writes. */
import type { JsonObject } from '@compass/gauntlet';

export interface Described {
  readonly origin: string;
  /** Under which the answers stand: `GET /items`. */
  readonly read: readonly [method: 'get' | 'post', path: string];
  readonly write: readonly [method: 'post', path: string];
  /** What the write takes and how it is encoded. */
  readonly takes: JsonObject;
  readonly encoding: 'application/json' | 'application/x-www-form-urlencoded';
}

const answered = (status: string): JsonObject => ({ [status]: { description: 'As asked.' } });

const parametersOf = (path: string): readonly JsonObject[] =>
  [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

export function twoOperations({ origin, read, write, takes, encoding }: Described): JsonObject {
  const [readMethod, readPath] = read;
  const [writeMethod, writePath] = write;
  const reading = { parameters: parametersOf(readPath), responses: answered('200') };
  const writing = {
    parameters: parametersOf(writePath),
    requestBody: { required: true, content: { [encoding]: { schema: takes } } },
    responses: answered(encoding === 'application/json' ? '201' : '200'),
  };
  return {
    openapi: '3.1.0',
    info: { title: origin, version: '1' },
    servers: [{ url: origin }],
    paths:
      readPath === writePath
        ? { [readPath]: { [readMethod]: reading, [writeMethod]: writing } }
        : { [readPath]: { [readMethod]: reading }, [writePath]: { [writeMethod]: writing } },
  };
}
