/** Bodies have their documented form. */
import type { Call, Detail } from '../call.ts';
import { invalidValue } from '../failures.ts';
import type { ValidationRules } from '../rules.ts';
import { commitForm, dunningForm, type Form, identityForm, invoiceForm, type Problem, problemsOf } from '../schemas.ts';

const none: Readonly<Record<string, Form>> = {};

export const validation: ValidationRules = {
  beforeExistence: true,
  problems: (call) =>
    problemsOf(call.body, formOf(call.operation), (name) => call.rules.validation.unknownMember(call, name)),
  unknownMember: () => undefined,
  refusal: (_call, problems) => invalidValue(problems.map(detailOf)),
  takenDespiteRefusal: () => undefined,
};

/** What the error object says of a problem. */
function detailOf(problem: Problem): Detail {
  const { path, expected, hint } = problem;
  const words: Record<Problem['rule'], string> = {
    type: `is of wrong type, expected ${expected}`,
    format: 'has a wrong format',
    calendar: 'is in no calendar',
    value: 'is not one of the values taken',
    range: 'is out of range',
    required: 'is missing',
    unknown: 'is not known',
  };
  return { error: `Value for field '${path}' ${words[problem.rule]}.`, fields: [path], hint };
}

/** The documented members of an operation's body. */
export function formOf(operation: Call['operation']): Readonly<Record<string, Form>> {
  switch (operation) {
    case 'updateInvoice':
    case 'createInvoice':
      return invoiceForm;
    case 'createIdentity':
    case 'upsertIdentity':
      return identityForm;
    case 'modifyDunning':
      return dunningForm;
    case 'commitInvoice':
      return commitForm;
    default:
      return none;
  }
}
