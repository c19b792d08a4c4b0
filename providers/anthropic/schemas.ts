/** The bodies that Anthropic takes: every member of its published description, those looked at closer that matter here. */
import { z } from 'zod';

const anything = z.unknown().optional();
const content = z.union([z.string(), z.array(z.looseObject({ type: z.string() })).min(1)]);
const message = z.strictObject({ role: z.enum(['user', 'assistant', 'system']), content });
const tool = z.looseObject({ name: z.string() });

/** What asking and counting have in common. */
const prompt = {
  model: z.string(),
  messages: z.array(message).min(1),
  system: content.optional(),
  tools: z.array(tool).optional(),
  tool_choice: z.looseObject({ type: z.enum(['auto', 'any', 'tool', 'none']), name: z.string().optional() }).optional(),
  output_config: z.looseObject({ format: z.looseObject({ type: z.string() }).nullish() }).optional(),
  cache_control: anything,
  context_management: anything,
  mcp_servers: anything,
  speed: anything,
  thinking: anything,
};

export const messageRequest = z.strictObject({
  ...prompt,
  max_tokens: z.number().int().positive(),
  stream: z.boolean().optional(),
  stop_sequences: z.array(z.string()).optional(),
  temperature: z.number().min(0).max(1).optional(),
  top_k: z.number().int().min(0).optional(),
  top_p: z.number().min(0).max(1).optional(),
  metadata: z.strictObject({ user_id: z.string().nullish() }).optional(),
  service_tier: z.enum(['auto', 'standard_only']).optional(),
  container: anything,
  diagnostics: anything,
  inference_geo: anything,
});
export type MessageRequest = z.infer<typeof messageRequest>;

export const countRequest = z.strictObject(prompt);
export type CountRequest = z.infer<typeof countRequest>;

export const batchRequest = z.strictObject({
  requests: z
    .array(z.strictObject({ custom_id: z.string().min(1).max(64), params: messageRequest }))
    .min(1)
    .max(100_000),
});
export type BatchRequest = z.infer<typeof batchRequest>;
