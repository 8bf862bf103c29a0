/** Expectations: each throws ExpectationFailed, with what was expected and what came, in one line a person can read. */
import { ExpectationFailed } from './failures.ts';
import { type Answer, isSuccess } from './http/answer.ts';

/** Longest value quoted in a reason, in characters. */
const quotedLength = 200;

/** A value as it is quoted in a reason. */
export function quote(value: unknown): string {
  const text = value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value));
  return text.length > quotedLength ? `${text.slice(0, quotedLength)}… (${text.length} characters)` : text;
}

/** An answer as it is named in a reason: its status and the start of its content, as it is recorded, without credentials. */
export function describe(answer: Answer): string {
  const content = (answer.exchange.response?.body ?? '').trim().replaceAll(/\s+/g, ' ');
  const start = content.length > 120 ? `${content.slice(0, 120)}…` : content;
  return start === '' ? `${answer.status}` : `${answer.status} ${start}`;
}

/** Throws ExpectationFailed. */
export function fail(message: string, expected: string, actual: string): never {
  throw new ExpectationFailed(message, expected, actual);
}

/** The answer has one of the statuses. `what` says what was sent: `the key again`. */
export function expectStatus(answer: Answer, statuses: readonly number[], what: string): void {
  if (statuses.includes(answer.status)) return;
  const wanted = statuses.join(' or ');
  fail(`${what} was answered with ${answer.status}, not ${wanted}`, `status ${wanted}`, describe(answer));
}

/** The answer has a success status. */
export function expectSuccess(answer: Answer, what: string): void {
  if (isSuccess(answer.status)) return;
  fail(
    `${what} was answered with ${answer.status}, not with a success`,
    'status 200 (or 201, 202, 204)',
    describe(answer),
  );
}

/** The answer has an error status of the client's side. */
export function expectRefused(answer: Answer, what: string): void {
  if (answer.status >= 400 && answer.status <= 499) return;
  fail(`${what} was answered with ${answer.status}, not with an error`, 'a status from 400 to 499', describe(answer));
}

/** The condition holds. */
export function expectThat(condition: boolean, message: string, expected: unknown, actual: unknown): asserts condition {
  if (condition) return;
  fail(
    message,
    typeof expected === 'string' ? expected : quote(expected),
    typeof actual === 'string' ? actual : quote(actual),
  );
}
