/** Every exchange of a run in the HTTP Archive format, version 1.2. */
import type { ArchivedExchange, HeaderField, RunReport } from './model.ts';

/** Names of headers that hold cookies; HAR wants them taken apart, and the headers stay where they are. */
const cookieHeader = { request: 'cookie', response: 'set-cookie' } as const;

/** The content of `exchanges.har`, piece by piece: a run may have more exchanges than fit into one string. */
export function* har(report: RunReport, exchanges: Iterable<ArchivedExchange>): Generator<string> {
  yield* archive(report, entriesOf(exchanges));
}

/** The same from entries that were written before, by the parts of a shared run. */
export function* archive(report: RunReport, entries: Iterable<unknown>): Generator<string> {
  const log = {
    version: '1.2',
    creator: { name: report.suite.name, version: report.suite.version },
    pages: [],
    comment: `run ${report.run.id} against ${report.target.name}, credentials removed`,
  };
  yield `{"log":${JSON.stringify(log).slice(0, -1)},"entries":[`;
  let separator = '\n';
  for (const one of entries) {
    yield separator + JSON.stringify(one);
    separator = ',\n';
  }
  yield '\n]}}\n';
}

function* entriesOf(exchanges: Iterable<ArchivedExchange>) {
  for (const exchange of exchanges) yield entry(exchange);
}

function entry(exchange: ArchivedExchange) {
  const { request, response } = exchange;
  const comment = [exchange.note, exchange.problem].filter((part) => part !== undefined).join(': ');
  return {
    startedDateTime: exchange.startedAt,
    time: exchange.durationMs,
    request: {
      method: request.method,
      url: request.url,
      httpVersion: 'HTTP/1.1',
      cookies: cookies(request.headers, 'request'),
      headers: request.headers.map(pair),
      queryString: queryOf(request.url),
      ...(request.body === undefined
        ? {}
        : { postData: { mimeType: headerOf(request.headers, 'content-type'), params: [], text: request.body } }),
      headersSize: -1,
      bodySize: request.body === undefined ? 0 : Buffer.byteLength(request.body),
    },
    response: {
      status: response?.status ?? 0,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: cookies(response?.headers ?? [], 'response'),
      headers: (response?.headers ?? []).map(pair),
      content: {
        size: response === undefined ? 0 : Buffer.byteLength(response.body),
        mimeType: headerOf(response?.headers ?? [], 'content-type'),
        text: response?.body ?? '',
        ...(response?.truncated === true ? { comment: 'cut at the limit of what is kept' } : {}),
      },
      redirectURL: headerOf(response?.headers ?? [], 'location'),
      headersSize: -1,
      bodySize: response?.size ?? -1,
    },
    cache: {},
    timings: { send: 0, wait: exchange.durationMs, receive: 0 },
    ...(comment === '' ? {} : { comment }),
  };
}

function pair([name, value]: HeaderField) {
  return { name, value };
}

function headerOf(headers: readonly HeaderField[], name: string): string {
  return headers.find(([field]) => field.toLowerCase() === name)?.[1] ?? '';
}

function queryOf(url: string) {
  if (!URL.canParse(url)) return [];
  return [...new URL(url).searchParams].map(([name, value]) => ({ name, value }));
}

function cookies(headers: readonly HeaderField[], side: 'request' | 'response') {
  return headers
    .filter(([name]) => name.toLowerCase() === cookieHeader[side])
    .flatMap(([, value]) => (side === 'request' ? value.split(';') : [value.split(';', 1)[0] ?? '']))
    .map((text) => {
      const [name = '', ...rest] = text.trim().split('=');
      return { name, value: rest.join('=') };
    });
}
