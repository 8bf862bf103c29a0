/** The HTTP Archive against version 1.2 of its format. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { har } from '../../helpers/report/har.ts';
import { example, exchange, hostileText } from './example.ts';

const text = { type: 'string' };
const number = { type: 'number' };
const object = (properties: Record<string, object>, optional: readonly string[] = []) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
const list = (items: object) => ({ type: 'array', items });
const pairs = list(object({ name: text, value: text }));
const comment = { comment: text };

/** http://www.softwareishard.com/blog/har-12-spec/, as far as members that we write go. Nothing else may be there. */
const schema = object({
  log: object(
    {
      version: { const: '1.2' },
      creator: object({ name: text, version: text }),
      pages: list({}),
      ...comment,
      entries: list(
        object(
          {
            startedDateTime: {
              type: 'string',
              pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)$',
            },
            time: { type: 'number', minimum: 0 },
            request: object(
              {
                method: text,
                url: text,
                httpVersion: text,
                cookies: pairs,
                headers: pairs,
                queryString: pairs,
                postData: object({ mimeType: text, params: list({}), text }),
                headersSize: number,
                bodySize: number,
              },
              ['postData'],
            ),
            response: object({
              status: { type: 'integer' },
              statusText: text,
              httpVersion: text,
              cookies: pairs,
              headers: pairs,
              content: object({ size: number, mimeType: text, text, ...comment }, ['comment']),
              redirectURL: text,
              headersSize: number,
              bodySize: number,
            }),
            cache: object({}),
            timings: object({ send: number, wait: number, receive: number }),
            ...comment,
          },
          ['comment'],
        ),
      ),
    },
    ['comment'],
  ),
});
const isArchive = new Ajv2020().compile<{
  log: { entries: { request: { queryString: unknown }; response: { status: number } }[] };
}>(schema);

test('every exchange of a run stands in it, whatever it holds', () => {
  const exchanges = [
    ...example.checks.flatMap((check) => check.exchanges),
    exchange({ request: { method: 'GET', url: 'not a url', headers: [['X', hostileText]], body: hostileText } }),
    exchange({
      request: { method: 'GET', url: 'http://h/a?q=1&q=%F0%9F%8E%89&empty=', headers: [['Cookie', 'a=1; b=2=3']] },
    }),
  ];
  const value: unknown = JSON.parse([...har(example, exchanges)].join(''));
  expect(isArchive(value), JSON.stringify(isArchive.errors)).toBe(true);
  if (!isArchive(value)) return;
  expect(value.log.entries).toHaveLength(exchanges.length);
  expect(value.log.entries.at(-1)?.request.queryString).toEqual([
    { name: 'q', value: '1' },
    { name: 'q', value: '🎉' },
    { name: 'empty', value: '' },
  ]);
  const lost = exchanges.findIndex(({ response }) => response === undefined);
  expect(value.log.entries[lost]?.response.status).toBe(0);
});

test('a run without a single exchange has a valid archive', () => {
  expect(isArchive(JSON.parse([...har(example, [])].join('')))).toBe(true);
});
