/**
 * The inputs of an operation as JSON Schema: the part of it from which values can be drawn. Any other keyword is refused,
 * since one that is ignored would give inputs that the schema forbids.
 */
import { z } from 'zod';
import type { Json } from '../model/json.ts';

export const formats = ['uuid', 'email', 'date', 'date-time', 'uri', 'hostname', 'ipv4', 'ipv6'] as const;
const types = ['string', 'integer', 'number', 'boolean', 'null', 'array', 'object'] as const;

interface Notes {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

interface Range {
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly exclusiveMinimum?: number | undefined;
  readonly exclusiveMaximum?: number | undefined;
}

export interface StringSchema extends Notes {
  readonly type: 'string';
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly pattern?: string | undefined;
  readonly format?: (typeof formats)[number] | undefined;
}
export interface IntegerSchema extends Notes, Range {
  readonly type: 'integer';
  readonly multipleOf?: number | undefined;
}
export interface NumberSchema extends Notes, Range {
  readonly type: 'number';
}
export interface ArraySchema extends Notes {
  readonly type: 'array';
  readonly items: InputSchema;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
}
export interface ObjectSchema extends Notes {
  readonly type: 'object';
  readonly properties?: { readonly [name: string]: InputSchema } | undefined;
  readonly required?: readonly string[] | undefined;
  readonly additionalProperties?: false | undefined;
}

export type InputSchema =
  | StringSchema
  | IntegerSchema
  | NumberSchema
  | (Notes & { readonly type: 'boolean' | 'null' })
  | ArraySchema
  | ObjectSchema
  | (Notes & { readonly const: Json })
  | (Notes & { readonly enum: readonly Json[]; readonly type?: (typeof types)[number] | undefined })
  | (Notes & { readonly anyOf: readonly InputSchema[] });

const notes = { title: z.string().optional(), description: z.string().optional() };
const size = z.number().int('must be a whole number').min(0, 'must not be negative').optional();
const bound = z.number().optional();
const range = { minimum: bound, maximum: bound, exclusiveMinimum: bound, exclusiveMaximum: bound };

const part: z.ZodType<InputSchema> = z.lazy(() => inputSchema);

const typed = z.discriminatedUnion(
  'type',
  [
    z.strictObject({
      type: z.literal('string'),
      minLength: size,
      maxLength: size,
      pattern: z.string().optional(),
      format: z.enum(formats, { error: `must be one of ${formats.join(', ')}` }).optional(),
      ...notes,
    }),
    z.strictObject({
      type: z.literal('integer'),
      ...range,
      multipleOf: z.number().int().positive().optional(),
      ...notes,
    }),
    z.strictObject({ type: z.literal('number'), ...range, ...notes }),
    z.strictObject({ type: z.enum(['boolean', 'null']), ...notes }),
    z.strictObject({ type: z.literal('array'), items: part, minItems: size, maxItems: size, ...notes }),
    z.strictObject({
      type: z.literal('object'),
      properties: z.record(z.string(), part).optional(),
      required: z.array(z.string()).optional(),
      additionalProperties: z.literal(false, { error: 'must be false or absent' }).optional(),
      ...notes,
    }),
  ],
  {
    error: ({ code }) =>
      code === 'invalid_union'
        ? `must be one of ${types.join(', ')}; an enum, a const or an anyOf may stand in its place`
        : undefined,
  },
);

export const inputSchema: z.ZodType<InputSchema> = z
  .union([
    typed,
    z.strictObject({ const: z.json(), ...notes }),
    z.strictObject({
      enum: z.array(z.json()).min(1, 'must list at least one value'),
      type: z.enum(types).optional(),
      ...notes,
    }),
    z.strictObject({ anyOf: z.array(part).min(1, 'must list at least one schema'), ...notes }),
  ])
  .meta({ id: 'input', description: 'JSON Schema from which inputs are drawn.' });
