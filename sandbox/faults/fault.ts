/** The form of a fault, and the words in which faults are written. */
import type { RequirementId } from '../../contracts/requirements/index.ts';
import type { ApiRequest } from '../call.ts';
import type { ServedOperation } from '../routes.ts';
import type { RuleChange, Rules } from '../rules.ts';

/** A named way to break exactly one requirement. */
export interface Fault {
  readonly id: string;
  readonly breaks: RequirementId;
  /** The operation on which it is broken; without one, on several. */
  readonly operation?: ServedOperation | 'unknownRoute';
  /** What the server does wrong. */
  readonly sentence: string;
  change(rules: Rules): RuleChange;
}

/** A rule that is replaced for one operation and stays as it was for all others. */
export function on<Request extends ApiRequest, Rest extends unknown[], Result>(
  operation: ApiRequest['operation'] | readonly ApiRequest['operation'][],
  rule: (request: Request, ...rest: Rest) => Result,
  instead: (request: Request, ...rest: Rest) => Result,
): (request: Request, ...rest: Rest) => Result {
  const names = typeof operation === 'string' ? [operation] : operation;
  return (request, ...rest) => (names.includes(request.operation) ? instead : rule)(request, ...rest);
}
