/** What holds for every answer, whatever was asked for, and the error model. Each rule is one finding for an operation. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { description, resolve } from '../contracts/fields.ts';
import { everyOperation, operations } from '../contracts/operations.ts';
import { catalogue, type RequirementId } from '../contracts/requirements/index.ts';
import { quote } from '../helpers/expect.ts';
import { type Answer, headerOf, isObject, isSuccess, mediaTypeOf } from '../helpers/http/answer.ts';
import { type AnswerRule, everyAnswer } from '../helpers/spec.ts';

/** A rule about complete answers; says what is wrong, nothing when all is right, or that it is not concerned. */
function rule(id: RequirementId, judge: (answer: Answer) => string | undefined | 'not concerned'): void {
  const expected = catalogue[id].text;
  const verdict: AnswerRule = ({ answer }) => {
    if (answer === undefined || answer.sent.method === 'HEAD' || answer.sent.method === 'OPTIONS')
      return 'not concerned';
    const found = judge(answer);
    if (found === 'not concerned') return found;
    return found === undefined ? 'kept' : { broken: found, expected };
  };
  everyAnswer(id, verdict);
}

everyAnswer('answers.complete', ({ answer }) => (answer === undefined ? 'not concerned' : 'kept'));

rule('answers.no-server-error', ({ status }) => {
  // 501 is the right answer to a method that a server does not know (RFC 9110 §15.6.2).
  return status >= 500 && status !== 501 ? `an answer with status ${status}` : undefined;
});

/** What the documentation lists, what §7 of RFC 9110 leaves beside 200, and client errors that name a fault of the request. */
const knownStatuses = new Set([
  200, 201, 202, 204, 400, 401, 403, 404, 405, 406, 409, 411, 412, 413, 414, 415, 422, 423, 425, 428, 429, 431,
]);

rule('answers.status-documented', ({ status }) => {
  if (status >= 500) return 'not concerned';
  return knownStatuses.has(status) ? undefined : `an answer with status ${status}`;
});

everyAnswer('answers.limited-call-not-carried-out', ({ answer, repeatsRefusedCreation }) => {
  if (answer === undefined || repeatsRefusedCreation !== true || answer.status === 429) return 'not concerned';
  if (answer.status !== 409) return 'kept';
  const broken = 'a creation was refused with 429, and its repetition is told that its reference is already used';
  return { broken, expected: catalogue['answers.limited-call-not-carried-out'].text };
});

rule('answers.json-content', (answer) => {
  if (!isSuccess(answer.status) || answer.content.length === 0) return 'not concerned';
  return answer.jsonProblem === undefined ? undefined : `a success that is not JSON: ${answer.jsonProblem}`;
});

rule('answers.content-when-reading', (answer) => {
  if (!isSuccess(answer.status) || answer.sent.method !== 'GET') return 'not concerned';
  return answer.content.length === 0 ? `a read with status ${answer.status} and no content` : undefined;
});

/** Whether a body is the documented error object: a code that is an error status, and a message or a name. */
function isErrorObject(json: unknown): boolean {
  if (!isObject(json) || typeof json.code !== 'number' || json.code < 400 || json.code > 599) return false;
  return typeof json.message === 'string' && typeof json.name === 'string';
}

rule('answers.success-is-not-an-error', (answer) => {
  if (!isSuccess(answer.status)) return 'not concerned';
  return isErrorObject(answer.json) ? `a ${answer.status} that holds the error ${quote(answer.json)}` : undefined;
});

function isJsonType(mediaType: string): boolean {
  return mediaType === 'application/json' || mediaType === 'text/json' || mediaType.endsWith('+json');
}

rule('answers.media-type-is-json', (answer) => {
  const mediaType = mediaTypeOf(answer);
  if (mediaType === undefined || answer.json === undefined) return 'not concerned';
  return isJsonType(mediaType) ? undefined : `JSON content announced as ${mediaType}`;
});

rule('answers.media-type-announced', (answer) => {
  if (answer.content.length === 0) return 'not concerned';
  return mediaTypeOf(answer) === undefined ? 'content without a Content-Type' : undefined;
});

rule('answers.utf8-without-mark', ({ content, text, json }) => {
  if (json === undefined) return 'not concerned';
  if (text.startsWith('\uFEFF')) return 'JSON content that begins with a byte order mark';
  return Buffer.from(text, 'utf8').equals(content) ? undefined : 'JSON content that is not UTF-8';
});

rule('answers.date-header', (answer) => {
  if (answer.status >= 500) return 'not concerned';
  const date = headerOf(answer, 'date');
  if (date === undefined) return 'an answer without a Date header';
  return Number.isNaN(Date.parse(date)) ? `an answer with the Date '${date}'` : undefined;
});

const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: false });
ajv.addSchema({ ...description, $id: 'api' });

/** The published form of an operation's success, where one was published. */
const shapes = new Map(
  everyOperation.map((operation) => {
    const { path, method } = operations[operation];
    const response = resolve(Reflect.get(description.paths[path]?.[method.toLowerCase()] ?? {}, 'responses'));
    const success = isObject(response) ? resolve(response['200']) : undefined;
    const content = isObject(success) && isObject(success.content) ? success.content['application/json'] : undefined;
    const schema = isObject(content) && isObject(content.schema) ? content.schema : undefined;
    if (schema === undefined) return [operation, undefined] as const;
    const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as Record<string, unknown>;
    return [operation, ajv.compile(absolute)] as const;
  }),
);

everyAnswer('answers.shape-as-published', ({ answer }) => {
  if (answer === undefined || answer.operation === 'unknownRoute' || !isSuccess(answer.status)) return 'not concerned';
  const validate = shapes.get(answer.operation);
  if (validate === undefined || answer.json === undefined || answer.sent.method === 'HEAD') return 'not concerned';
  if (validate(answer.json)) return 'kept';
  const [error] = validate.errors ?? [];
  return {
    broken: `${error?.instancePath ?? ''} ${error?.message ?? 'has another form'}`.trim(),
    expected: catalogue['answers.shape-as-published'].text,
  };
});

/** An error answer of the API: 429 of a gateway before it is held to the same model. */
function isError({ status }: Answer): boolean {
  return status >= 400 && status <= 599;
}

/** The object of an error answer; a rule about its members is not concerned where there is none. */
function errorRule(
  id: RequirementId,
  judge: (error: Record<string, unknown>, status: number) => string | undefined | 'not concerned',
) {
  rule(id, (answer) =>
    isError(answer) && isObject(answer.json) ? judge(answer.json, answer.status) : 'not concerned',
  );
}

rule('errors.json-object', (answer) => {
  if (!isError(answer)) return 'not concerned';
  if (isObject(answer.json)) return undefined;
  return `a ${answer.status} whose content is no JSON object: ${answer.jsonProblem ?? quote(answer.json)}`;
});

errorRule('errors.code-is-number', ({ code }, status) =>
  typeof code === 'number' ? undefined : `a ${status} whose code is ${quote(code)}`,
);

errorRule('errors.message-is-text', ({ message }, status) =>
  isText(message) ? undefined : `a ${status} whose message is ${quote(message)}`,
);

errorRule('errors.name-is-text', ({ name }, status) =>
  isText(name) ? undefined : `a ${status} whose name is ${quote(name)}`,
);

errorRule('errors.name-blames-the-right-side', ({ name }, status) => {
  if (status >= 500) return 'not concerned';
  return name === 'ServerError' ? `a ${status} whose name is ServerError` : undefined;
});

errorRule('errors.name-of-bad-request', ({ name }, status) => {
  if (status !== 400 || !isText(name)) return 'not concerned';
  return name === 'ClientError' ? undefined : `a 400 whose name is ${quote(name)}`;
});

errorRule('errors.type-is-text', ({ type }, status) => {
  if (type === undefined || type === null) return 'not concerned';
  return isText(type) ? undefined : `a ${status} whose type is ${quote(type)}`;
});

errorRule('errors.details-shape', ({ details }, status) => {
  if (details === undefined || details === null) return 'not concerned';
  if (!Array.isArray(details)) return `a ${status} whose details are ${quote(details)}`;
  for (const detail of details) {
    if (!isObject(detail)) return `a ${status} with the detail ${quote(detail)}`;
    for (const member of ['error', 'hint']) {
      const value = detail[member];
      if (value !== undefined && value !== null && typeof value !== 'string') {
        return `a ${status} with a detail whose ${member} is ${quote(value)}`;
      }
    }
    const { fields } = detail;
    if (fields === undefined || fields === null) continue;
    if (!Array.isArray(fields) || !fields.every((field) => typeof field === 'string')) {
      return `a ${status} with a detail whose fields are ${quote(fields)}`;
    }
  }
  return undefined;
});

/** No status looks like these: a server may number its errors itself, since no page says that the code is the status. */
const isOwnCode = (code: number) => code >= 1000;

errorRule('errors.code-of-bad-request', ({ code }, status) => {
  if (status !== 400 || typeof code !== 'number' || isOwnCode(code)) return 'not concerned';
  return code === 400 ? undefined : `a 400 whose code is ${code}`;
});

errorRule('errors.code-equals-status', ({ code }, status) => {
  if (typeof code !== 'number' || (status === 400 && !isOwnCode(code))) return 'not concerned';
  return code === status ? undefined : `a ${status} whose code is ${code}`;
});

/** Judged on references already used alone: a key that is still in work may be refused with 409 as well. */
everyAnswer('errors.unique-violation-type', ({ answer, check }) => {
  if (answer?.status !== 409 || !check.startsWith('create.') || !isObject(answer.json)) return 'not concerned';
  const { type } = answer.json;
  if (type === undefined || type === null || type === 'ERR_UNIQUE_VIOLATION') return 'kept';
  return { broken: `a 409 whose type is ${quote(type)}`, expected: catalogue['errors.unique-violation-type'].text };
});

/** Traces of JavaScript, Java, Python, PHP, Ruby and .NET, statements of SQL, and paths of source files. */
const internals = [
  /\bat [\w.$<>]+ ?\(?[^()\s]*:\d+:\d+\)?/,
  /\bat [\w.$]+\([\w]+\.java:\d+\)/,
  /Traceback \(most recent call last\)/,
  /\bSQLSTATE\b|\bselect\b.+\bfrom\b.+\bwhere\b/i,
  /(\/[\w.-]+){2,}\.(js|ts|mjs|cjs|py|rb|php|java|go|cs)\b/,
  /\b(Error|Exception): .*\\n\s+at /,
];

rule('errors.no-internals', (answer) => {
  if (!isError(answer)) return 'not concerned';
  const found = internals.map((trace) => trace.exec(answer.text)?.[0]).find((match) => match !== undefined);
  return found === undefined ? undefined : `a ${answer.status} that shows '${found.slice(0, 80)}'`;
});

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}
