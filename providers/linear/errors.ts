/**
 * Linear's errors: what went wrong in `message`, who may be told in `userPresentableMessage`, and both a `code` and a
 * `type`, since `@linear/sdk` goes by `type` alone. Sources and dates stand in discoveries.md.
 */
import { GraphQLError } from 'graphql/error';
import type { Json } from '../../harness/model/json.ts';

/** The values of `extensions.type` that this provider sends; `@linear/sdk` has an error class for each. */
type ErrorType =
  | 'invalid input'
  | 'ratelimited'
  | 'authentication error'
  | 'forbidden'
  | 'internal error'
  | 'graphql error';

interface ErrorExtensions {
  readonly type: ErrorType;
  readonly code: string;
  readonly statusCode: number;
  readonly userError: boolean;
  readonly userPresentableMessage?: string;
}

export interface LinearError {
  readonly message: string;
  readonly extensions: ErrorExtensions;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
}

const inputError = (message: string, userPresentableMessage: string): LinearError => ({
  message,
  extensions: { type: 'invalid input', code: 'INPUT_ERROR', statusCode: 400, userError: true, userPresentableMessage },
});

export const authenticationRequired: LinearError = {
  message: 'Authentication required, not authenticated',
  extensions: {
    type: 'authentication error',
    code: 'AUTHENTICATION_ERROR',
    statusCode: 401,
    userError: true,
    userPresentableMessage: 'You need to authenticate to access this operation.',
  },
};

const keyAsBearer =
  "It looks like you're trying to use an API key as a Bearer token. Remove the Bearer prefix from the Authorization header.";
export const apiKeyAsBearer: LinearError = inputError(keyAsBearer, keyAsBearer);

export const forbidden: LinearError = {
  message: 'Access denied',
  extensions: {
    type: 'forbidden',
    code: 'FORBIDDEN',
    statusCode: 403,
    userError: true,
    userPresentableMessage: "You don't have permission to perform this action.",
  },
};

export const internalError: LinearError = {
  message: 'Internal server error',
  extensions: { type: 'internal error', code: 'INTERNAL_SERVER_ERROR', statusCode: 500, userError: false },
};

/** What was asked for itself does not exist: `issue(id: ...)`. */
export const entityNotFound = (entity: string): LinearError =>
  inputError(`Entity not found: ${entity}`, `Could not find referenced ${entity}.`);

/** An input names something that does not exist: `issueCreate(input: { teamId: ... })`. */
export const referenceNotFound = (field: string): LinearError =>
  inputError(`Entity not found in validateAccess: ${field}`, `${field} contained an entry that could not be found.`);

export const invalidArgument = (constraint: string): LinearError => inputError('Argument Validation Error', constraint);

const conflictMessage = 'conflict on insert of ';
export const conflict = (entity: string, id: string): LinearError =>
  inputError(`${conflictMessage}${entity}`, `Entity ${entity} with id ${id} already exists.`);
export const isConflict = (message: string): boolean => message.startsWith(conflictMessage);

export const rateLimitedError = (limit: number, unit: 'requests' | 'complexity points'): LinearError => {
  const text = `Rate limit exceeded. Only ${limit} ${unit} are allowed per 1 hour.`;
  return {
    message: text,
    // Linear itself says 429 here while it answers HTTP 400.
    extensions: {
      type: 'ratelimited',
      code: 'RATELIMITED',
      statusCode: 429,
      userError: true,
      userPresentableMessage: text,
    },
  };
};

export const tooComplex = (complexity: number, limit: number): LinearError =>
  inputError('Query too complex', `Query too complex - complexity is ${complexity}, maximum allowed is ${limit}`);

/** A request that the schema refuses: unknown field, wrong type, syntax. */
export const schemaError = (error: GraphQLError, code: string): LinearError => ({
  message: error.message,
  ...(error.locations === undefined ? {} : { locations: error.locations }),
  extensions: { type: 'graphql error', code, statusCode: 400, userError: true },
});

/** For resolvers: travels through GraphQL's executor, which adds path and locations. */
export class Refusal extends GraphQLError {
  readonly error: LinearError;

  constructor(error: LinearError) {
    super(error.message, { extensions: { ...error.extensions } });
    this.error = error;
  }
}

/** The envelope, with the status that Linear's HTTP layer gives it. */
export const errorReply = (
  status: number,
  errors: readonly (LinearError | Json)[],
  headers?: Headers | Record<string, string>,
): Response => Response.json({ errors, data: null }, { status, ...(headers === undefined ? {} : { headers }) });
