/** OpenAI's error envelope: `{ error: { message, type, param, code } }`, all four always there. */
import type { JsonObject } from '../../harness/model/json.ts';

export interface OpenaiError {
  readonly message: string;
  readonly type: string;
  readonly param?: string;
  readonly code?: string;
}

export const errorBody = ({ message, type, param, code }: OpenaiError): JsonObject => ({
  error: { message, type, param: param ?? null, code: code ?? null },
});

export const errorReply = (status: number, error: OpenaiError, headers?: Headers): Response =>
  Response.json(errorBody(error), { status, ...(headers === undefined ? {} : { headers }) });

const invalidRequest = 'invalid_request_error';

/** The API repeats the first and the last characters of a wrong key, stars between them. */
const shownKey = (key: string): string =>
  key.length < 12 ? '*'.repeat(key.length) : `${key.slice(0, 3)}${'*'.repeat(key.length - 7)}${key.slice(-4)}`;

export const missingKey: OpenaiError = {
  message:
    "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth " +
    '(i.e. Authorization: Bearer YOUR_KEY). You can obtain an API key from https://platform.openai.com/account/api-keys.',
  type: invalidRequest,
};

export const incorrectKey = (key: string): OpenaiError => ({
  message: `Incorrect API key provided: ${shownKey(key)}. You can find your API key at https://platform.openai.com/account/api-keys.`,
  type: invalidRequest,
  code: 'invalid_api_key',
});

export const noSuchModel = (model: string): OpenaiError => ({
  message: `The model \`${model}\` does not exist or you do not have access to it.`,
  type: invalidRequest,
  code: 'model_not_found',
});

export const unknownUrl = (method: string, path: string): OpenaiError => ({
  message: `Unknown request URL: ${method} ${path}. Please check the URL for typos, or see the docs at https://platform.openai.com/docs/api-reference/.`,
  type: invalidRequest,
  code: 'unknown_url',
});

export const noSuch = (what: string, id: string): OpenaiError => ({
  message: `No such ${what}: ${id}`,
  type: invalidRequest,
  param: 'id',
  code: 'not_found',
});

export const unknownParameter = (param: string): OpenaiError => ({
  message: `Unknown parameter: '${param}'.`,
  type: invalidRequest,
  param,
  code: 'unknown_parameter',
});

export const missingParameter = (param: string): OpenaiError => ({
  message: `Missing required parameter: '${param}'.`,
  type: invalidRequest,
  param,
  code: 'missing_required_parameter',
});

export const invalidValue = (param: string, why: string): OpenaiError => ({
  message: `Invalid value for '${param}': ${why}.`,
  type: invalidRequest,
  param,
  code: 'invalid_value',
});

export const notJson: OpenaiError = {
  message: 'We could not parse the JSON body of your request. The OpenAI API expects a JSON payload.',
  type: invalidRequest,
};

export type Metered = 'requests' | 'tokens';

const units: { readonly [unit in Metered]: string } = {
  requests: 'requests per min (RPM)',
  tokens: 'tokens per min (TPM)',
};

/** `again`: the wait as the API words it, `20s`; left out where none is told. */
export const rateLimitReached = (unit: Metered, limit: number, again?: string): OpenaiError => ({
  message:
    `Rate limit reached for organization org-simulated on ${units[unit]}: Limit ${limit}, Used ${limit}, Requested 1.` +
    `${again === undefined ? '' : ` Please try again in ${again}.`} Visit https://platform.openai.com/account/rate-limits to learn more.`,
  type: unit,
  code: 'rate_limit_exceeded',
});

/** 429 as well, and no wait helps: somebody has to pay. */
export const insufficientQuota: OpenaiError = {
  message: 'You exceeded your current quota, please check your plan and billing details.',
  type: 'insufficient_quota',
  code: 'insufficient_quota',
};

const serverError = (message: string, code = 'server_error'): OpenaiError => ({ message, type: 'server_error', code });

const byStatus: { readonly [status: number]: OpenaiError } = {
  400: invalidValue('model', 'expected a string'),
  401: {
    message: 'Your authentication token has expired. Please try signing in again.',
    type: invalidRequest,
    code: 'invalid_api_key',
  },
  403: {
    message: 'Country, region, or territory not supported',
    type: 'request_forbidden',
    code: 'unsupported_country_region_territory',
  },
  404: noSuchModel('gpt-unknown'),
  409: { message: 'The resource was changed by another request.', type: invalidRequest, code: 'conflict' },
  422: { message: 'The request could not be processed.', type: invalidRequest, code: 'unprocessable_entity' },
  429: rateLimitReached('requests', 500),
  500: serverError('The server had an error while processing your request. Sorry about that!'),
  502: serverError('Bad gateway.', 'bad_gateway'),
  503: serverError('The engine is currently overloaded, please try again later.', 'server_overloaded'),
  504: serverError('The request timed out.', 'gateway_timeout'),
};

/** What this API says with a status. */
export const errorFor = (status: number): OpenaiError =>
  byStatus[status] ?? { message: `The server answered ${status}.`, type: invalidRequest, code: `http_${status}` };
