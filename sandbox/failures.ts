/** The refusals of the API, in the words of its error model. */
import type { Detail, Failure } from './call.ts';

type Extras = Pick<Failure, 'details' | 'headers'>;

/** Any refusal. */
export function failure(status: number, type: string, message: string, extras: Extras = {}): Failure {
  return { ok: false, status, type, message, ...extras };
}

/** 400: what was sent does not have its documented form. */
export function invalidValue(details: readonly Detail[]): Failure {
  return failure(400, 'ERR_INVALID_VALUE', 'InvalidValue, see error details', { details });
}

/** 400: the body as a whole cannot be read. */
export function unreadable(message: string): Failure {
  return failure(400, 'ERR_INVALID_BODY', message);
}

/** 400: the state of the resource does not allow the operation. */
export function notPossible(message: string): Failure {
  return failure(400, 'ERR_INVALID_OPERATION', message);
}

export const unauthorized: Failure = failure(401, 'ERR_UNAUTHORIZED', 'The credentials are missing or wrong');

/** 404: no such thing, or none that this account may see. */
export function notFound(kind: string, reference: string): Failure {
  return failure(404, 'ERR_NOT_FOUND', `There is no ${kind} with this reference`, {
    details: [
      {
        error: `No ${kind} has the reference '${reference.slice(0, 200)}'.`,
        fields: [`${kind}Reference`],
        hint: `Use the reference under which the ${kind} was created.`,
      },
    ],
  });
}

export const unknownRoute: Failure = failure(404, 'ERR_UNKNOWN_ROUTE', 'There is no such operation');

/** 409: a value that has to be unique is taken. */
export function taken(field: string, value: string): Failure {
  return failure(409, 'ERR_UNIQUE_VIOLATION', 'A unique value is already in use', {
    details: [
      {
        error: `Value '${value.slice(0, 200)}' for field '${field}' is already in use.`,
        fields: [field],
        hint: 'Send another value, or none to have one generated.',
      },
    ],
  });
}

/** 405: the path has other methods. */
export function wrongMethod(allowed: readonly string[]): Failure {
  return failure(405, 'ERR_METHOD_NOT_ALLOWED', `This path takes ${allowed.join(', ')}`, {
    headers: { allow: allowed.join(', ') },
  });
}

export const tooLarge: Failure = failure(413, 'ERR_BODY_TOO_LARGE', 'The body is larger than this server takes');

export const unsupportedMediaType: Failure = failure(
  415,
  'ERR_UNSUPPORTED_MEDIA_TYPE',
  'The body has to be application/json',
);

/** 429, with the seconds to wait where they are announced. */
export function tooManyRequests(retryAfterSeconds?: number): Failure {
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return failure(429, 'ERR_TOO_MANY_REQUESTS', 'Too many requests, slow down', { headers });
}

export const serverError: Failure = failure(500, 'ERR_INTERNAL', 'The request could not be processed');
