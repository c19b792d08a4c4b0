/** Anthropic's error envelope: `{ type: 'error', error: { type, message, details? }, request_id }`. */
import type { JsonObject } from '../../harness/model/json.ts';

export interface AnthropicError {
  readonly type: string;
  readonly message: string;
  /** Names the cause where the type alone does not. */
  readonly errorCode?: string;
}

export const errorBody = ({ type, message, errorCode }: AnthropicError, requestId: string): JsonObject => ({
  type: 'error',
  error: { type, message, ...(errorCode === undefined ? {} : { details: { error_code: errorCode } }) },
  request_id: requestId,
});

export const errorReply = (
  status: number,
  error: AnthropicError,
  requestId: string,
  headers = new Headers(),
): Response => Response.json(errorBody(error, requestId), { status, headers });

export const invalidRequest = (message: string): AnthropicError => ({ type: 'invalid_request_error', message });
export const unauthenticated = (message: string): AnthropicError => ({ type: 'authentication_error', message });
export const notFound = (message: string): AnthropicError => ({ type: 'not_found_error', message });

export const rateLimitReached = (unit: string, limit: number): AnthropicError => ({
  type: 'rate_limit_error',
  message:
    `This request would exceed your organization's rate limit of ${limit} ${unit} per minute. ` +
    'For details, refer to: https://docs.claude.com/en/api/rate-limits.',
});

/** 429 as well, until the first of next month or until somebody raises the limit: no wait is told. */
export const spendLimitReached: AnthropicError = {
  type: 'rate_limit_error',
  message:
    'Your organization has reached its monthly spend limit. Access returns on the first of next month, 00:00 UTC.',
  errorCode: 'enforced_spend_limit_reached',
};

/** Codes of a 429 that no wait within a day will help. */
const spendLimits = new Set(['enforced_spend_limit_reached', 'contract_spend_limit_reached']);
export const isSpendLimit = (errorCode: string | undefined): boolean =>
  errorCode !== undefined && spendLimits.has(errorCode);

export const overloaded: AnthropicError = { type: 'overloaded_error', message: 'Overloaded' };

const byStatus: { readonly [status: number]: AnthropicError } = {
  400: invalidRequest('max_tokens: Field required'),
  401: unauthenticated('invalid x-api-key'),
  402: { type: 'billing_error', message: 'There is an issue with your billing or payment information.' },
  403: { type: 'permission_error', message: 'Your API key does not have permission to use the specified resource.' },
  404: notFound('model: claude-unknown'),
  409: { type: 'conflict_error', message: 'The resource was changed by another request.' },
  413: { type: 'request_too_large', message: 'Request exceeds the maximum allowed number of bytes.' },
  422: invalidRequest('The request could not be processed.'),
  429: rateLimitReached('requests', 50),
  500: { type: 'api_error', message: 'Internal server error' },
  502: { type: 'api_error', message: 'Bad gateway' },
  503: { type: 'api_error', message: 'Service unavailable' },
  504: { type: 'timeout_error', message: 'Request timed out' },
  529: overloaded,
};

/** What this API says with a status. */
export const errorFor = (status: number): AnthropicError =>
  byStatus[status] ?? {
    type: status >= 500 ? 'api_error' : 'invalid_request_error',
    message: `The server answered ${status}.`,
  };
