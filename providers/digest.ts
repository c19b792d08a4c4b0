/**
 * Short stable digests of JSON and of text: for fingerprints of requests and for ids that are the same in every run.
 * Not cryptographic, and free of Node's modules, so that handlers also run in a browser.
 */
import type { Json } from '../harness/model/json.ts';
import { isJsonObject } from './json-body.ts';

/** JSON with its keys sorted, so that equal values give equal text. */
export function canonicalJson(value: Json): string {
  if (isJsonObject(value)) {
    const members = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
    return `{${members.join(',')}}`;
  }
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item)).join(',')}]`;
  return JSON.stringify(value);
}

/** 32 bits, mixed twice (the finaliser of MurmurHash3). */
function hash32(text: string, seed: number): number {
  let hash = seed ^ text.length;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x5bd1e995);
    hash ^= hash >>> 13;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const lanes = [0x9e3779b9, 0x7f4a7c15, 0xf39cc060, 0x5ced4fa1];

/** 32 hexadecimal digits. */
export const digest = (text: string): string =>
  lanes.map((seed) => hash32(text, seed).toString(16).padStart(8, '0')).join('');

/** A version 4 UUID that depends on `text` alone. */
export function uuidFrom(text: string): string {
  const hex = digest(text);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
