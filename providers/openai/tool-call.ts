/** The function that a simulated model calls: the one that the client insists on, with arguments that fit its schema. */
import type { Json } from '../../harness/model/json.ts';
import { isJsonObject } from '../json-body.ts';
import { sampleOf } from '../language-model/answer.ts';

export interface ToolCall {
  readonly name: string;
  readonly arguments: string;
}

interface Asked {
  readonly tools?: readonly unknown[] | undefined;
  readonly tool_choice?: unknown;
}

/** Chat completions keep a function under `function`, responses beside its type. */
const functionIn = (tool: Json | undefined): Json | undefined =>
  isJsonObject(tool) && isJsonObject(tool.function) ? tool.function : tool;

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null));

/** Undefined when the model is free to answer in words, which this one then does. */
export function insistedOn({ tools = [], tool_choice: choice }: Asked): ToolCall | undefined {
  const chosen = functionIn(plain(choice));
  const wanted = isJsonObject(chosen) ? chosen.name : undefined;
  if (choice !== 'required' && wanted === undefined) return undefined;
  const offered = tools.map((tool) => functionIn(plain(tool))).filter(isJsonObject);
  const tool = offered.find(({ name }) => wanted === undefined || name === wanted);
  if (typeof tool?.name !== 'string') return undefined;
  return { name: tool.name, arguments: JSON.stringify(sampleOf(tool.parameters)) };
}
