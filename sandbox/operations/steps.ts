/** What operations have in common: the body is checked, the resource is looked up, then the call is carried out. */
import type { Call, Outcome } from '../call.ts';
import type { Identity, Invoice } from '../model.ts';
import type { Found } from '../rules.ts';

/** Carries out one call. */
export type Performer = (call: Call) => Outcome;

/** An operation that needs no existing resource. */
export function onNothing(run: Performer): Performer {
  return (call) => refuseProblems(call, run) ?? run(call);
}

/** An operation on the invoice that the path names. */
export function onInvoice(
  run: (call: Call, invoice: Found<Invoice>) => Outcome,
  whenUnknown: (call: Call) => Outcome = (call) => call.rules.lookups.refusal(call, 'invoice', call.reference),
): Performer {
  return (call) => {
    const found = call.rules.lookups.invoice(call, call.reference);
    if (found === undefined) actForAnother(call, ({ invoices }) => invoices.get(call.reference), run);
    return onFound(call, found, run, whenUnknown);
  };
}

/** An operation on the identity that the path names. */
export function onIdentity(run: (call: Call, identity: Found<Identity>) => Outcome): Performer {
  return (call) => {
    const found = call.rules.lookups.identity(call, call.reference);
    if (found === undefined) actForAnother(call, ({ identities }) => identities.get(call.reference), run);
    return onFound(call, found, run, () => call.rules.lookups.refusal(call, 'identity', call.reference));
  };
}

function onFound<T>(
  call: Call,
  found: Found<T> | undefined,
  run: (call: Call, found: Found<T>) => Outcome,
  whenUnknown: (call: Call) => Outcome,
): Outcome {
  const { validation } = call.rules;
  if (found === undefined) {
    return (validation.beforeExistence ? refuseProblems(call, () => {}) : undefined) ?? whenUnknown(call);
  }
  return refuseProblems(call, (rest) => run(rest, found)) ?? run(call, found);
}

/** The refusal of a body with problems; `apply` carries out a part of it where a rule breaks the promise not to. */
function refuseProblems(call: Call, apply: (call: Call) => unknown): Outcome | undefined {
  const { validation } = call.rules;
  const problems = validation.problems(call);
  if (problems.length === 0) return undefined;
  const taken = validation.takenDespiteRefusal(call, problems);
  if (taken !== undefined) apply({ ...call, body: taken });
  return validation.refusal(call, problems);
}

/** Breaks, where a rule says so, the promise that a call on another account's resource has no effect. */
function actForAnother<T>(
  call: Call,
  find: (owner: Call['login']) => T | undefined,
  run: (call: Call, found: Found<T>) => unknown,
): void {
  if (!call.rules.lookups.actsDespiteRefusal(call)) return;
  for (const owner of call.world.accounts) {
    const record = find(owner);
    if (record !== undefined) run({ ...call, login: owner }, { owner, record });
  }
}
