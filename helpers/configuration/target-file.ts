/** Reading `targets/<name>.yaml`: every mistake is one line that names the file, the line and what to write instead. */
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { UsageError } from '../failures.ts';

const nonEmpty = z.string().min(1, 'must not be empty');
const variable = z
  .string()
  .regex(
    /^[A-Z][A-Z0-9_]*$/,
    "must be the name of an environment variable, as 'STAGING_USERNAME'; never the secret itself",
  );
const whole = z.int().min(0, 'must be 0 or more').max(1e9, 'is too large');
const duration = whole.min(1, 'must be 1 or more');

/** A day of the calendar: 2026-02-30 is none. */
function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

const waiver = z.strictObject({
  requirement: nonEmpty,
  operation: nonEmpty,
  reason: nonEmpty,
  owner: nonEmpty,
  expires: z.string().refine(isDay, "must be a day, as '2026-12-31'"),
});

const schema = z.strictObject({
  url: nonEmpty.optional(),
  test: z.boolean().optional(),
  credentials: z
    .strictObject({
      username: variable.optional(),
      password: variable.optional(),
      username2: variable.optional(),
      password2: variable.optional(),
    })
    .optional(),
  limits: z
    .strictObject({
      rate: whole.optional(),
      concurrency: whole.optional(),
      requestTimeoutMs: duration.optional(),
      settleTimeoutMs: duration.optional(),
      waitBudgetMs: whole.optional(),
      keyAgeMs: duration.optional(),
      sequences: whole.optional(),
    })
    .optional(),
  fixtures: z
    .strictObject({
      taxProfile: nonEmpty.optional(),
      identity: nonEmpty.optional(),
      invoice: nonEmpty.optional(),
      mailDomain: z
        .string()
        .regex(
          /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/,
          "must be a domain in lower case, as 'example.com'",
        )
        .optional(),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/, "must be a code of ISO 4217, as 'EUR'")
        .optional(),
    })
    .optional(),
  readOnly: z.boolean().optional(),
  noMails: z.boolean().optional(),
  baseline: nonEmpty.optional(),
  waivers: z.array(waiver).optional(),
});

/** Every name that may stand in a file, for its documentation: `limits.rate`. */
export function targetFileNames(): string[] {
  return Object.keys(schema.shape).flatMap((name) => {
    const below = name === 'waivers' ? [] : allowedAt([name]);
    return below.length === 0 ? [name] : below.map((one) => `${name}.${one}`);
  });
}

/** What a target's file says, and where. */
export interface TargetFile {
  readonly path: string;
  readonly settings: z.infer<typeof schema>;
  /** The place of a value, for messages: `targets/staging.yaml:12`. */
  placeOf(...path: readonly PropertyKey[]): string;
}

/** Reads the text of a target's file. Throws UsageError with one line for each mistake. */
export function parseTargetFile(text: string, path: string): TargetFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: '1.2' });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    const [first = ''] = problem.message.split('\n');
    const line = problem.linePos?.[0].line ?? 1;
    throw new UsageError(`${path}:${line}: ${first.replace(/ at line \d+.*$/, '')}; mend the YAML`);
  }
  const lineOf = (keys: readonly PropertyKey[]) => lines.linePos(offsetOf(document, keys)).line;
  const placeOf = (...keys: readonly PropertyKey[]) => `${path}:${lineOf(keys)}`;
  const parsed = schema.safeParse(plain(document, path), { reportInput: true });
  if (parsed.success) return { path, settings: parsed.data, placeOf };
  const found = parsed.error.issues.flatMap((issue) => mistakesOf(issue));
  const sorted = found.map((one) => ({ ...one, line: lineOf(one.at) })).sort((left, right) => left.line - right.line);
  throw new UsageError(sorted.map(({ line, text: what }) => `${path}:${line}: ${what}`).join('\n'));
}

/** The content; a name with nothing behind it counts as not written, as where all below it is commented out. */
function plain(document: Document, path: string): unknown {
  try {
    const text = JSON.stringify(document.toJS() ?? {}, (_key, value: unknown) => (value === null ? undefined : value));
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path}:1: ${error instanceof Error ? error.message : String(error)}; write the values out`);
  }
}

/** Where a value, or the nearest thing around it that is there, begins: at its name where it has one. */
function offsetOf(document: Document, keys: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const key of keys) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (pair === undefined) break;
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof key === 'number') {
      node = node.items[key];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}

/** Names that may stand where an unknown one was found. */
function allowedAt(path: readonly PropertyKey[]): readonly string[] {
  const [section] = path;
  const members = schema.shape;
  if (section === undefined) return Object.keys(members);
  if (section === 'waivers') return Object.keys(waiver.shape);
  if (section === 'credentials' || section === 'limits' || section === 'fixtures') {
    return Object.keys(members[section].unwrap().shape);
  }
  return [];
}

interface Mistake {
  readonly at: readonly PropertyKey[];
  readonly text: string;
}

function mistakesOf(issue: z.core.$ZodIssue): Mistake[] {
  const name = issue.path.length === 0 ? 'the file' : issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const allowed = allowedAt(issue.path).join(', ');
    return issue.keys.map((key) => ({
      at: [...issue.path, key],
      text: `'${key}' is not known here; delete it or write one of ${allowed}`,
    }));
  }
  if (issue.code !== 'invalid_type') return [{ at: issue.path, text: `${name} ${issue.message}` }];
  if (issue.input === undefined) return [{ at: issue.path, text: `${name} is missing; write it` }];
  return [{ at: issue.path, text: `${name} must be ${forms[issue.expected] ?? issue.expected}` }];
}

/** What zod expects, in words. */
const forms: Readonly<Record<string, string>> = {
  string: 'a text; put it in quotes',
  number: 'a whole number',
  int: 'a whole number',
  array: "a list, each entry after '- '",
  object: 'a mapping of names and values',
  boolean: 'true or false',
};
