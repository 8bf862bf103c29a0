/** The form of a fault, and the words in which faults are written. */
import type { RequirementId } from '../../contracts/requirements/index.ts';
import type { Answer, ApiRequest, Failure } from '../call.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { RuleChange, Rules } from '../rules.ts';

/** A named way to break exactly one requirement. */
export interface Fault {
  readonly id: string;
  readonly breaks: RequirementId;
  /** The operation on which it is broken; without one, on several. */
  readonly operation?: ApiRequest['operation'];
  /** What the server does wrong. */
  readonly sentence: string;
  change(rules: Rules): RuleChange;
}

/** The operation a fault is about, or several. */
export type Where = ApiRequest['operation'] | readonly ApiRequest['operation'][];

type Change = Fault['change'];

/** Whether a request is for the operation a fault is about. */
export function isAt(where: Where, request: ApiRequest): boolean {
  return typeof where === 'string' ? request.operation === where : where.includes(request.operation);
}

/** A rule that is replaced for some operations and stays as it was for all others. */
export function on<Request extends ApiRequest, Rest extends unknown[], Result>(
  where: Where,
  rule: (request: Request, ...rest: Rest) => Result,
  instead: (request: Request, ...rest: Rest) => Result,
): (request: Request, ...rest: Rest) => Result {
  return (request, ...rest) => (isAt(where, request) ? instead : rule)(request, ...rest);
}

/** Error objects are changed, where `when` holds. */
export function errorObjects(
  where: Where,
  change: (body: JsonObject, failure: Failure, request: ApiRequest) => Json,
  when: (failure: Failure) => boolean = () => true,
): Change {
  return ({ errors: { body } }) => ({
    errors: {
      body: on(where, body, (request, failure) => {
        const right = body(request, failure);
        return isObject(right) && when(failure) ? change(right, failure, request) : right;
      }),
    },
  });
}

/** What a success holds is changed. */
export function contents(where: Where, change: (content: Json, request: ApiRequest) => Json | undefined): Change {
  return ({ answers: { content } }) => ({
    answers: {
      content: on(where, content, (request, success) => {
        const right = content(request, success);
        return right === undefined ? undefined : change(right, request);
      }),
    },
  });
}

/** Finished answers are changed. */
export function finishedAnswers(where: Where, change: (answer: Answer, request: ApiRequest) => Answer): Change {
  return ({ answers: { finished } }) => ({
    answers: { finished: on(where, finished, (request, answer) => change(finished(request, answer), request)) },
  });
}
