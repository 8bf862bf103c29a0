/** The exchanges of a check as steps with attachments. They were redacted when they were recorded. */
import {
  ALLURE_HTTP_EXCHANGE_CONTENT_TYPE,
  ALLURE_HTTP_EXCHANGE_FILE_EXTENSION,
  ALLURE_HTTP_EXCHANGE_SCHEMA_VERSION,
  type HttpExchange,
  Stage,
  Status,
  type StepResult,
} from 'allure-js-commons';
import type { HeaderField, RecordedExchange } from '../model.ts';
import { shortened, visible } from '../text.ts';

/** Exchanges of a check that get an attachment: the last ones, which decided it. */
const attachedExchanges = 3;
const longestBody = 16_000;

/** A step, and what is to be attached to it under a name yet to be given. */
export interface Evidence {
  readonly step: StepResult;
  readonly attachment?: {
    readonly name: string;
    readonly type: string;
    readonly extension: string;
    readonly content: string;
  };
}

/** One step for each exchange, in their order. */
export function evidenceOf(exchanges: readonly RecordedExchange[]): Evidence[] {
  const first = exchanges.length - attachedExchanges;
  return exchanges.map((exchange, index) => {
    const step = stepOf(exchange);
    if (index < first) return { step };
    return {
      step,
      attachment: {
        name: 'exchange',
        type: ALLURE_HTTP_EXCHANGE_CONTENT_TYPE,
        extension: ALLURE_HTTP_EXCHANGE_FILE_EXTENSION,
        content: JSON.stringify(httpExchange(exchange)),
      },
    };
  });
}

function stepOf({ note, request, response, problem, startedAt, durationMs }: RecordedExchange): StepResult {
  const outcome = response === undefined ? (problem ?? 'no answer') : String(response.status);
  const start = Date.parse(startedAt);
  const what = `${request.method} ${request.url.replace(/^[a-z]+:\/\/[^/]*/i, '')} → ${outcome}`;
  return {
    name: visible(shortened(note === undefined ? what : `${note}: ${what}`, 300)),
    // An exchange is evidence; what it proves is said by the check.
    status: response === undefined ? Status.BROKEN : Status.PASSED,
    statusDetails: {},
    stage: Stage.FINISHED,
    start,
    stop: start + Math.round(durationMs),
    steps: [],
    attachments: [],
    parameters: [],
  };
}

function httpExchange({ request, response, problem, startedAt, durationMs }: RecordedExchange): HttpExchange {
  const start = Date.parse(startedAt);
  return {
    schemaVersion: ALLURE_HTTP_EXCHANGE_SCHEMA_VERSION,
    start,
    stop: start + Math.round(durationMs),
    request: {
      method: visible(request.method),
      url: visible(request.url),
      headers: fields(request.headers),
      ...(request.body === undefined ? {} : { body: bodyOf(request.body, request.headers) }),
    },
    ...(response === undefined
      ? { error: { name: 'no answer', message: visible(problem ?? '') } }
      : {
          response: {
            status: response.status,
            headers: fields(response.headers),
            body: bodyOf(response.body, response.headers, response.truncated),
          },
        }),
  };
}

function fields(headers: readonly HeaderField[]) {
  return headers.map(([name, value]) => ({ name: visible(name), value: visible(value) }));
}

function bodyOf(text: string, headers: readonly HeaderField[], truncated = false) {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return {
    ...(type === undefined ? {} : { contentType: visible(type) }),
    encoding: 'utf8' as const,
    value: visible(text.slice(0, longestBody), true),
    size: Buffer.byteLength(text),
    ...(truncated || text.length > longestBody ? { truncated: true } : {}),
  };
}
