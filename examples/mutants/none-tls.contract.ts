/** Breaks nothing, and calls the provider at its own address: over TLS. */
import { mutant } from './base.ts';

export const breaks: readonly string[] = [];

export default mutant({}, { env: () => ({ ITEMS_URL: 'https://api.items.example' }) });
