/** The error model, and the form of every answer. */
import type { ApiRequest, Failure } from '../call.ts';
import type { Json, JsonObject } from '../json.ts';
import type { AnswerRules, ErrorRules } from '../rules.ts';

const mediaType = 'application/json; charset=utf-8';

export const errors: ErrorRules = {
  status: (_request, failure) => failure.status,
  body: (request, failure) => errorObject(failure, request.rules.errors.status(request, failure)),
  text: (_request, _failure, body) => JSON.stringify(body),
  mediaType: () => mediaType,
};

export const answers: AnswerRules = {
  status: (_request, success) => success.status,
  content: (_request, success) => success.content,
  text: (_request, content) => JSON.stringify(content),
  mediaType: () => mediaType,
  finished: (_request, answer) => answer,
};

/** The error object of the documentation. */
export function errorObject(failure: Failure, code: number): JsonObject {
  const { type, message, details } = failure;
  const body: JsonObject = { code, message, name: code < 500 ? 'ClientError' : 'ServerError', type };
  if (details !== undefined)
    body.details = details.map(({ error, fields, hint }): Json => ({ error, fields: [...fields], hint }));
  return body;
}

/** Whether a request asks for the head of an answer alone. */
export function headOnly(request: ApiRequest): boolean {
  return request.method === 'HEAD';
}
