/** Texts with places in braces, `{url:linear}` or `{owner.email}`, in what a contract says of a service. */
import type { Json, JsonObject } from '../model/json.ts';

/** Gives what a place stands for; undefined when it stands for nothing. */
export type Places = (name: string) => Json | undefined;

const place = /\{(@?[A-Za-z_][\w.-]*(?::[\w.-]+)?)\}/g;
const onePlace = new RegExp(`^${place.source}$`);

/** A text needs every place that it names. */
export class MissingPlace extends Error {
  override readonly name = 'MissingPlace';
  readonly place: string;
  constructor(missing: string) {
    super(`{${missing}} stands for nothing here`);
    this.place = missing;
  }
}

export const placesIn = (template: string): readonly string[] =>
  [...template.matchAll(place)].map(([, name]) => name ?? '');

/** Other braces stay as they are. Throws `MissingPlace`. */
export const fillText = (
  template: string,
  places: Places,
  written: (value: string) => string = (value) => value,
): string =>
  template.replace(place, (_, name: string) => {
    const value = places(name);
    if (value === undefined) throw new MissingPlace(name);
    return written(typeof value === 'string' ? value : JSON.stringify(value));
  });

/**
 * A text that is one place and nothing else becomes the value itself, and a member of an object whose value is such a text
 * and stands for nothing is left out. Throws `MissingPlace` for a place inside a longer text.
 */
export const fillJson = (template: Json, places: Places): Json => fill(template, places) ?? null;

const fill = (template: Json, places: Places): Json | undefined => {
  if (typeof template === 'string') {
    const whole = onePlace.exec(template)?.[1];
    return whole === undefined ? fillText(template, places) : places(whole);
  }
  if (Array.isArray(template)) return template.map((each: Json) => fill(each, places) ?? null);
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template as JsonObject).flatMap(([name, each]) => {
      const value = fill(each, places);
      return value === undefined ? [] : [[name, value]];
    }),
  );
};
