/** Every exchange of a run in the HTTP Archive format, version 1.2. */
import type { HeaderField, RecordedExchange, RunReport } from './model.ts';

/** The content of `exchanges.har`. */
export function har(report: RunReport, exchanges: readonly RecordedExchange[]): string {
  const creator = { name: report.suite.name, version: report.suite.version };
  return JSON.stringify({ log: { version: '1.2', creator, pages: [], entries: exchanges.map(entry) } });
}

function entry(exchange: RecordedExchange) {
  const { request, response } = exchange;
  const query = URL.canParse(request.url) ? [...new URL(request.url).searchParams] : [];
  const type = headerOf(response?.headers ?? [], 'content-type');
  return {
    startedDateTime: exchange.startedAt,
    time: exchange.durationMs,
    request: {
      method: request.method,
      url: request.url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: request.headers.map(pair),
      queryString: query.map(([name, value]) => ({ name, value })),
      ...(request.body === undefined
        ? {}
        : { postData: { mimeType: headerOf(request.headers, 'content-type'), text: request.body } }),
      headersSize: -1,
      bodySize: request.body === undefined ? 0 : Buffer.byteLength(request.body),
    },
    response: {
      status: response?.status ?? 0,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: (response?.headers ?? []).map(pair),
      content: { size: response?.size ?? 0, mimeType: type, text: response?.body ?? '' },
      redirectURL: '',
      headersSize: -1,
      bodySize: response?.size ?? -1,
    },
    cache: {},
    timings: { send: 0, wait: exchange.durationMs, receive: 0 },
    ...(exchange.problem === undefined && exchange.note === undefined
      ? {}
      : { comment: [exchange.note, exchange.problem].filter((part) => part !== undefined).join(': ') }),
  };
}

function pair([name, value]: HeaderField) {
  return { name, value };
}

function headerOf(headers: readonly HeaderField[], name: string): string {
  return headers.find(([field]) => field.toLowerCase() === name)?.[1] ?? '';
}
