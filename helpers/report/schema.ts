/** The form of `conformance.json` as a schema, for those who read it. Members may be added; none changes its meaning. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type RunReport, verdicts } from './model.ts';

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const ms = { type: 'number', minimum: 0 } as const;
const instant = { type: 'string', format: 'date-time' } as const;
const id = { type: 'string', pattern: '^[a-z0-9-]+\\.[a-z0-9-]+$' } as const;

/** An object whose members are all required, those named optional aside. */
function object(members: Readonly<Record<string, object>>, optional: readonly string[] = []) {
  const required = Object.keys(members).filter((name) => !optional.includes(name));
  return { type: 'object', properties: members, required } as const;
}

function list(items: object) {
  return { type: 'array', items } as const;
}

const headers = list({ type: 'array', prefixItems: [text, text], items: false, minItems: 2 });
const counts = object(Object.fromEntries(verdicts.map((verdict) => [verdict, count])));

const exchange = object(
  {
    note: text,
    startedAt: instant,
    durationMs: ms,
    request: object({ method: { ...text, minLength: 1 }, url: text, headers, body: text }, ['body']),
    response: object({ status: count, headers, body: text, size: count, truncated: { const: true } }, ['truncated']),
    problem: text,
    curl: { type: 'string', minLength: 1 },
  },
  ['note', 'response', 'problem'],
);

const check = object(
  {
    requirement: id,
    operation: text,
    subject: text,
    level: { enum: ['MUST', 'SHOULD', 'MAY'] },
    verdict: { enum: verdicts },
    reason: text,
    expected: text,
    actual: text,
    text,
    consequence: text,
    source: { type: 'string', minLength: 1 },
    durationMs: ms,
    requests: count,
    retries: { type: 'integer', minimum: 1 },
    followsFrom: list(text),
    exchanges: list(exchange),
  },
  ['subject', 'expected', 'actual', 'retries', 'followsFrom'],
);

/** JSON Schema (draft 2020-12) of `conformance.json`. */
const reportSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Result of a conformance run',
  ...object(
    {
      schemaVersion: { const: 1 },
      suite: object({ name: text, version: text, commit: text }),
      target: object({ name: text, url: text }),
      run: object(
        {
          id: text,
          startedAt: instant,
          durationMs: ms,
          requests: count,
          seed: { type: 'integer' },
          gate: { enum: ['must', 'should'] },
          only: text,
          gateDrift: { const: true },
          shard: { type: 'string', pattern: '^[1-9][0-9]*/[1-9][0-9]*$' },
          exitCode: { enum: [0, 1, 2, 3, 4, 130] },
          conclusion: { type: 'string', minLength: 1 },
          interrupted: { const: true },
          environment: { type: 'object', additionalProperties: text },
        },
        ['interrupted', 'only', 'gateDrift', 'shard'],
      ),
      summary: object({ MUST: counts, SHOULD: counts, MAY: object({ observed: count }) }),
      checks: list(check),
      observations: list(object({ requirement: id, operation: text, value: text })),
      drift: list(
        object(
          {
            requirement: id,
            operation: text,
            subject: text,
            kind: { enum: ['verdict', 'observation'] },
            before: text,
            now: text,
          },
          ['subject', 'kind'],
        ),
      ),
      coverage: list(
        object({
          operation: text,
          method: text,
          path: text,
          requests: count,
          statuses: { type: 'object', additionalProperties: count },
        }),
      ),
      created: object({
        prefix: text,
        identities: count,
        invoices: count,
        committed: count,
        resent: count,
        uncertain: count,
      }),
      limited: object({ refused: count, waitedMs: ms }),
      notices: list(object({ severity: { enum: ['error', 'warning', 'info'] }, text })),
    },
    ['created', 'limited'],
  ),
} as const;

// The default export of ajv-formats is one of CommonJS: under Node's ES modules it stands one level deeper in its types.
const withFormats = addFormats as unknown as (ajv: Ajv2020) => void;

const ajv = new Ajv2020({ allErrors: false });
withFormats(ajv);
const isReport = ajv.compile<RunReport>(reportSchema);

/** Throws an Error with one line that names the first place where a value is not a report. */
export function validateReport(value: unknown): asserts value is RunReport {
  if (isReport(value)) return;
  const [first] = isReport.errors ?? [];
  const place = first?.instancePath === '' ? 'the whole' : first?.instancePath;
  throw new Error(`not a conformance report of schema version 1: ${place} ${first?.message ?? 'is wrong'}`);
}

/** Reads the text of a `conformance.json`. Throws an Error with one line that begins with the name. */
export function parseReport(content: string, name: string): RunReport {
  try {
    const value: unknown = JSON.parse(content);
    validateReport(value);
    return value;
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
