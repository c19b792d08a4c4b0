/** The error envelope of the generic REST provider: `{ error: { code, message } }`. */

export const keyReused = {
  code: 'idempotency_key_reused',
  message: 'This Idempotency-Key was used for another request.',
};

const codes: { readonly [status: number]: readonly [code: string, message: string] } = {
  400: ['invalid_request', 'The request is malformed.'],
  401: ['unauthorized', 'The credential is missing, invalid or expired.'],
  403: ['forbidden', 'This credential may not do that.'],
  404: ['not_found', 'No such resource.'],
  405: ['method_not_allowed', 'This method is not supported here.'],
  409: ['conflict', 'The resource is in a state that does not allow this.'],
  422: ['unprocessable', 'The request is well formed but a value is not acceptable.'],
  429: ['rate_limited', 'Too many requests.'],
  500: ['internal_error', 'Something went wrong on our side.'],
  502: ['bad_gateway', 'The upstream server gave no usable answer.'],
  503: ['unavailable', 'The service is temporarily unavailable.'],
  504: ['gateway_timeout', 'The upstream server did not answer in time.'],
};

export interface ErrorDetails {
  readonly code?: string;
  readonly message?: string;
  readonly headers?: Record<string, string>;
}

/** What such an API usually says with a status. */
export const usualError = (status: number): readonly [code: string, message: string] =>
  codes[status] ?? [`http_${status}`, `The server answered ${status}.`];

export function errorReply(status: number, { code, message, headers }: ErrorDetails = {}): Response {
  const [usualCode, usualMessage] = usualError(status);
  const error = { code: code ?? usualCode, message: message ?? usualMessage };
  return Response.json({ error }, { status, ...(headers === undefined ? {} : { headers }) });
}
