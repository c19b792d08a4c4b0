/** Embeddings: vectors of length one that depend on the text alone, as floats or as base64 of 32-bit floats. */
import { digest } from '../digest.ts';
import { tokensIn } from '../language-model/answer.ts';
import { type Call, type Organisation, refuseModel } from './call.ts';
import type { EmbeddingRequest } from './schemas.ts';

const usualDimensions = 1536;

function vectorOf(text: string, dimensions: number): Float32Array {
  const bytes = digest(text);
  const raw = Float32Array.from({ length: dimensions }, (_, index) => {
    const byte = Number.parseInt(bytes.slice((index * 2) % 32, ((index * 2) % 32) + 2), 16);
    return Math.sin(byte + index);
  });
  const norm = Math.hypot(...raw);
  return raw.map((value) => value / norm);
}

/** Little-endian, whatever the machine. */
function base64Of(vector: Float32Array): string {
  const view = new DataView(new ArrayBuffer(vector.length * 4));
  vector.forEach((value, index) => {
    view.setFloat32(index * 4, value, true);
  });
  return btoa(Array.from(new Uint8Array(view.buffer), (byte) => String.fromCharCode(byte)).join(''));
}

const inputsOf = (input: EmbeddingRequest['input']): readonly string[] => {
  if (typeof input === 'string') return [input];
  // One list of token numbers is one input.
  return typeof input[0] === 'number' ? [input.join(' ')] : input.map((each) => String(each));
};

export function embed(organisation: Organisation, call: Call, body: EmbeddingRequest): Response {
  const refused = refuseModel(organisation, call, body.model);
  if (refused !== undefined) return refused;
  const inputs = inputsOf(body.input);
  const vectors = inputs.map((text) => vectorOf(text, body.dimensions ?? usualDimensions));
  const data = vectors.map((vector, index) => ({
    object: 'embedding',
    index,
    embedding: body.encoding_format === 'base64' ? base64Of(vector) : [...vector],
  }));
  const tokens = inputs.reduce((sum, text) => sum + tokensIn(text), 0);
  return Response.json({
    object: 'list',
    data,
    model: body.model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
}
