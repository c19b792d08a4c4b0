/** The parts of a contract that only inspection reads, as the loader checks them. */
import { z } from 'zod';
import { testCaseKinds } from '../model/inspection.ts';

const text = z.string().min(1);
const oneOrMore = z.union([text, z.array(text).min(1)]);

const source = z.union([z.strictObject({ file: text }), z.strictObject({ command: z.array(text).min(1) })], {
  error: "must be { file: '...' } or { command: ['...'] }",
});

export const environmentsShape = z.strictObject({ development: source, production: source }).optional();

export const testsShape = z
  .strictObject({
    results: oneOrMore,
    cases: z.strictObject(Object.fromEntries(testCaseKinds.map((kind) => [kind, oneOrMore.optional()]))),
  })
  .optional();
