/** How specs are written: an id from the catalogue, and the least that decides it. */
import type { DocumentedOperation, OperationId } from '../contracts/operations.ts';
import { catalogue, operationsOf, type RequirementId } from '../contracts/requirements/index.ts';
import type { Api } from './api.ts';
import type { Arrange } from './arrange.ts';
import { NotApplicable } from './failures.ts';
import type { Credentials } from './http/redaction.ts';
import type { Inventor } from './invent.ts';
import type { Knowledge } from './run/knowledge.ts';
import type { ExchangeRecord } from './run/recorder.ts';
import type { Session } from './run/session.ts';

/** What a spec works with. */
export interface CheckContext {
  /** The operation this check is about. */
  readonly operation: DocumentedOperation;
  /** What varies between checks of one requirement and operation; empty where nothing does. */
  readonly subject: string;
  readonly api: Api;
  readonly arrange: Arrange;
  readonly invent: Inventor;
  readonly session: Session;
  readonly knowledge: Knowledge;
  /** A key for `Idempotency-Key` that nobody used before. */
  newKey(): string;
  /** The second account; the check is not applicable where the target has none. */
  secondAccount(): Credentials;
  /** The time, by the clock of the run. */
  now(): Date;
  /** Seed of the run. */
  readonly seed: number;
  /** A part of this check that is recorded apart, with resources and keys of its own: for stories told side by side. */
  apart(story: string, data?: string): Apart;
  /** Records the answer to an open question. It must be in the requirement's vocabulary. */
  observe(answer: string): void;
}

/** A part of a check. */
export interface Apart {
  readonly context: CheckContext;
  /** Makes what was exchanged here the evidence of the check, instead of everything. */
  isEvidence(): void;
}

/** Decides one check: returns when the requirement is kept, throws one of the classes in `failures.ts` otherwise. */
export type Spec = (context: CheckContext) => Promise<void>;

/** What a rule for every answer says of one exchange: nothing where it does not concern it, else what it found wrong. */
export type AnswerRule = (
  record: ExchangeRecord,
) => 'not concerned' | 'kept' | { readonly broken: string; readonly expected: string };

/** One requirement applied to one operation. */
export interface Check {
  /** `requirement @ operation`, and ` # subject` where there is one. */
  readonly key: string;
  readonly requirement: RequirementId;
  readonly operation: OperationId;
  readonly subject: string;
  /** See the option of this name. */
  readonly waitsLong?: true;
  readonly decide: { readonly spec: Spec } | { readonly rule: AnswerRule };
}

/** How a spec applies to its requirement's operations. */
export interface SpecOptions {
  /** One check for each subject; a list for each operation where they differ. */
  readonly subjects?: readonly string[] | ((operation: DocumentedOperation) => readonly string[]);
  /** It waits longer than others take: its calls go first, so that nobody waits for it in the end. */
  readonly waitsLong?: true;
}

const registered = new Map<RequirementId, Check[]>();

function register(id: RequirementId, checks: Check[]): void {
  if (registered.has(id)) throw new Error(`requirement ${id} has two specs`);
  registered.set(id, checks);
}

/** Key of a check, under which reports, waivers and baselines know it. */
export function checkKey(requirement: string, operation: string, subject = ''): string {
  return subject === '' ? `${requirement} @ ${operation}` : `${requirement} @ ${operation} # ${subject}`;
}

/** Declares how a requirement is checked. One check comes of each operation and subject. */
export function requirement(id: RequirementId, spec: Spec): void;
export function requirement(id: RequirementId, options: SpecOptions, spec: Spec): void;
export function requirement(id: RequirementId, first: SpecOptions | Spec, second?: Spec): void {
  const spec = typeof first === 'function' ? first : second;
  const options = typeof first === 'function' ? {} : first;
  if (spec === undefined) throw new Error(`requirement ${id} has no spec`);
  if (catalogue[id].everyAnswer === true) throw new Error(`requirement ${id} is decided from every answer`);
  const checks: Check[] = [];
  for (const operation of operationsOf(id)) {
    for (const subject of subjectsOf(options, operation)) {
      const key = checkKey(id, operation, subject);
      const { waitsLong } = options;
      checks.push({
        key,
        requirement: id,
        operation,
        subject,
        ...(waitsLong === undefined ? {} : { waitsLong }),
        decide: { spec },
      });
    }
  }
  register(id, checks);
}

function subjectsOf({ subjects }: SpecOptions, operation: OperationId): readonly string[] {
  if (subjects === undefined) return [''];
  if (typeof subjects !== 'function') return subjects;
  return operation === 'unknownRoute' ? [''] : subjects(operation);
}

/** Declares a rule that every answer of the run is held against, whatever was asked for. */
export function everyAnswer(id: RequirementId, rule: AnswerRule): void {
  if (catalogue[id].everyAnswer !== true) throw new Error(`requirement ${id} needs calls of its own`);
  register(
    id,
    operationsOf(id).map((operation) => ({
      key: checkKey(id, operation),
      requirement: id,
      operation,
      subject: '',
      decide: { rule },
    })),
  );
}

/** Every check of every spec that was loaded, in catalogue order. */
export function registeredChecks(): Check[] {
  return (Object.keys(catalogue) as RequirementId[]).flatMap((id) => registered.get(id) ?? []);
}

/** Ends a check whose requirement does not apply. */
export function notApplicable(reason: string): never {
  throw new NotApplicable(reason);
}
