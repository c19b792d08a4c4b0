/** Anything that survives a round trip through JSON. Traces, plans and reports hold nothing else. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };
