/** The bodies that OpenAI takes: every member of its published description, those looked at closer that matter here. */
import { z } from 'zod';

const anything = z.unknown();
const optional = <Names extends string>(...names: readonly Names[]) =>
  Object.fromEntries(names.map((name) => [name, anything.optional()])) as {
    [name in Names]: z.ZodOptional<z.ZodUnknown>;
  };

const flag = z.boolean().nullish();
const count = z.number().int().positive().nullish();
const textOrParts = z.union([z.string(), z.array(z.looseObject({ type: z.string() }))]);

const functionTool = z.looseObject({ type: z.string() });

const chatMessage = z.looseObject({
  role: z.enum(['developer', 'system', 'user', 'assistant', 'tool', 'function']),
  content: textOrParts.nullish(),
});

export const chatRequest = z.strictObject({
  model: z.string(),
  messages: z.array(chatMessage).min(1),
  stream: flag,
  stream_options: z.looseObject({ include_usage: flag }).nullish(),
  store: flag,
  n: count,
  max_tokens: count,
  max_completion_tokens: count,
  response_format: z.looseObject({ type: z.string() }).optional(),
  tools: z.array(functionTool).optional(),
  tool_choice: anything.optional(),
  metadata: z.record(z.string(), z.string()).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  ...optional(
    'audio',
    'frequency_penalty',
    'function_call',
    'functions',
    'logit_bias',
    'logprobs',
    'modalities',
    'moderation',
    'parallel_tool_calls',
    'prediction',
    'presence_penalty',
    'prompt_cache_key',
    'prompt_cache_options',
    'prompt_cache_retention',
    'reasoning_effort',
    'safety_identifier',
    'seed',
    'service_tier',
    'stop',
    'top_logprobs',
    'user',
    'verbosity',
    'web_search_options',
  ),
});
export type ChatRequest = z.infer<typeof chatRequest>;

export const responseRequest = z.strictObject({
  model: z.string(),
  input: z.union([z.string(), z.array(z.looseObject({}))]),
  instructions: z.string().nullish(),
  stream: flag,
  store: flag,
  max_output_tokens: count,
  text: z.looseObject({ format: z.looseObject({ type: z.string() }).optional() }).optional(),
  tools: z.array(functionTool).optional(),
  tool_choice: anything.optional(),
  metadata: z.record(z.string(), z.string()).nullish(),
  previous_response_id: z.string().nullish(),
  parallel_tool_calls: flag,
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  truncation: z.enum(['auto', 'disabled']).nullish(),
  ...optional(
    'access_programs',
    'background',
    'context_management',
    'conversation',
    'image',
    'include',
    'max_tool_calls',
    'moderation',
    'prompt',
    'prompt_cache_key',
    'prompt_cache_options',
    'prompt_cache_retention',
    'reasoning',
    'safety_identifier',
    'service_tier',
    'stream_options',
    'top_logprobs',
    'user',
  ),
});
export type ResponseRequest = z.infer<typeof responseRequest>;

export const embeddingRequest = z.strictObject({
  model: z.string(),
  input: z.union([
    z.string().min(1),
    z.array(z.string()).min(1),
    z.array(z.number()).min(1),
    z.array(z.array(z.number())).min(1),
  ]),
  dimensions: count,
  encoding_format: z.enum(['float', 'base64']).optional(),
  user: z.string().optional(),
});
export type EmbeddingRequest = z.infer<typeof embeddingRequest>;

export const batchRequest = z.strictObject({
  input_file_id: z.string(),
  endpoint: z.enum([
    '/v1/responses',
    '/v1/chat/completions',
    '/v1/embeddings',
    '/v1/completions',
    '/v1/moderations',
    '/v1/images/generations',
    '/v1/images/edits',
    '/v1/videos',
  ]),
  completion_window: z.literal('24h'),
  metadata: z.record(z.string(), z.string()).nullish(),
  output_expires_after: anything.optional(),
});
export type BatchRequest = z.infer<typeof batchRequest>;

/** The members of the form that uploads a file, the file itself aside. */
export const fileForm = z.strictObject({
  purpose: z.enum(['assistants', 'batch', 'fine-tune', 'vision', 'user_data', 'evals']),
  'expires_after[anchor]': z.string().optional(),
  'expires_after[seconds]': z.string().optional(),
});
