/** What a contract that is data may say, given what it can name. Its JSON Schema, for editors, is made from the same. */
import { z } from 'zod';
import { contractShape } from '../contract-shape.ts';
import type { Catalogue, Named } from '../ports/catalogue.ts';
import { serviceSubjectShape } from '../subjects/contract-shape.ts';
import { inputSchema } from './input-schema.ts';

export type Choice = string | { readonly [name: string]: unknown };

/** `linear`, where nothing has to be said of it, or `rest: { id: shop, ... }`. */
const choiceOf = (things: { readonly [name: string]: Named<unknown> }, example: string): z.ZodType<Choice> => {
  const names = Object.keys(things);
  const wanted = `must be one of ${names.join(', ')}, such as ${example}`;
  const one = z
    .strictObject(
      Object.fromEntries(Object.entries(things).map(([name, { options }]) => [name, options.exactOptional()])),
      { error: (issue) => (issue.code === 'invalid_type' ? wanted : undefined) },
    )
    .refine((value) => Object.keys(value).length === 1, wanted)
    .meta({ minProperties: 1, maxProperties: 1 });
  const bare = names.filter((name) => things[name]?.options.safeParse({}).success);
  return bare.length === 0 ? one : z.union([z.enum(bare, wanted), one]);
};

export const dataShape = ({ providers, dialects }: Catalogue) =>
  contractShape({
    provider: choiceOf(providers, 'linear'),
    input: inputSchema,
    dialect: choiceOf(dialects, 'standard-webhooks'),
  }).extend({ subject: serviceSubjectShape.describe('The integration as a service of its own, in any language.') });

/** `file`: where it is published. */
export const contractJsonSchema = (catalogue: Catalogue): object => ({
  ...z.toJSONSchema(dataShape(catalogue), {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      // zod's own, beside the pattern that says the same; nobody else knows it.
      if (jsonSchema.format === 'starts_with') delete jsonSchema.format;
    },
  }),
  title: 'A Gauntlet contract as data: *.contract.yaml',
});
