/** What a contract that is data can name: each with what can be said of it, and how it is made. */
import type { z } from 'zod';
import type { Provider } from './provider.ts';
import type { WebhookDialect } from './webhook.ts';

export interface Named<T> {
  readonly options: z.ZodType;
  /**
   * Takes what `options` lets through, and throws when it cannot be made all the same. `folder`: that of the contract, to
   * which the files are relative that it names.
   */
  make(options: unknown, folder: string): T;
}

export const named = <Options, T>(
  options: z.ZodType<Options>,
  make: (options: Options, folder: string) => T,
): Named<T> => ({
  options,
  make: (given, folder) => make(options.parse(given), folder),
});

export interface Catalogue {
  readonly providers: { readonly [name: string]: Named<Provider> };
  readonly dialects: { readonly [name: string]: Named<WebhookDialect> };
}
