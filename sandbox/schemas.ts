/** The documented form of every body, as data, and the check of a value against it. */
import { instantOf, isDate } from './dates.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

/** The form of one member. `null` is taken for every member that is not required: it clears. */
export interface Form {
  readonly kind: 'text' | 'number' | 'decimal' | 'digits' | 'boolean' | 'object' | 'array' | 'date' | 'instant' | 'uri';
  /** The only values taken. */
  readonly values?: readonly string[];
  /** For numbers: whole, and within these bounds. */
  readonly range?: readonly [number, number];
  /** For objects: the documented members. Others are kept as they are. */
  readonly members?: Readonly<Record<string, Form>>;
  /** For objects: members that have to be there. */
  readonly required?: readonly string[];
  /** For arrays: the form of each element. */
  readonly elements?: Form;
}

/** What is wrong with one member. */
export interface Problem {
  /** Where: `items[0].label`. */
  readonly path: string;
  /** The member of the body that the place lies in. */
  readonly member: string;
  readonly rule: 'type' | 'format' | 'value' | 'range' | 'required' | 'unknown' | 'calendar';
  readonly expected: string;
  readonly hint: string;
}

const text: Form = { kind: 'text' };
const instant: Form = { kind: 'instant' };
const boolean: Form = { kind: 'boolean' };
const free: Form = { kind: 'object' };
const texts = (...names: string[]) => Object.fromEntries(names.map((name) => [name, text]));

const address = texts('city', 'country', 'extra', 'housenumber', 'info', 'kind', 'state', 'street', 'zipcode');
const voucherAddress = { ...address, ...texts('company', 'firstname', 'lastname') };
const period: Form = { kind: 'number' };
const dunning: Form = {
  kind: 'object',
  members: {
    customPeriods: {
      kind: 'object',
      members: { REMINDER: period, DUNNING1: period, DUNNING2: period, DUNNING3: period, COLLECTION: period },
    },
    delayedUntil: instant,
    deliveryKind: text,
    disabled: boolean,
  },
};
const lines: Form = { kind: 'array', elements: text };

const item: Form = {
  kind: 'object',
  required: ['label', 'quantity', 'unit', 'unitprice', 'detail'],
  members: {
    ...texts('account', 'costcenter', 'label', 'unit'),
    quantity: { kind: 'decimal' },
    unitprice: { kind: 'decimal' },
    detail: { kind: 'object', members: { description: text } },
  },
};

/** Bodies of updateInvoice and createInvoice. */
export const invoiceForm: Readonly<Record<string, Form>> = {
  accountingdate: instant,
  addresses: { kind: 'array', elements: { kind: 'object', members: voucherAddress } },
  cancelationdate: instant,
  currency: text,
  detail: {
    kind: 'object',
    members: {
      dunning,
      footerText: lines,
      introText: lines,
      ...texts(
        'footerTextId',
        'introTextId',
        'locale',
        'paymentterm',
        'paymenttermId',
        'placeOfSupplyCountry',
        'vatId',
      ),
      reverseCharge: boolean,
    },
  },
  due: instant,
  issued: instant,
  items: { kind: 'array', elements: item },
  meta: free,
  netbased: boolean,
  number: text,
  orderdate: instant,
  ordernumber: text,
  paymentkind: { kind: 'text', values: ['PP', 'CC', 'DD', 'CT', 'CD', 'IN', 'OT'] },
  reference: text,
};

/** Bodies of createIdentity and upsertIdentity. */
export const identityForm: Readonly<Record<string, Form>> = {
  addresses: { kind: 'array', elements: { kind: 'object', members: address } },
  currency: text,
  debtor: { kind: 'digits' },
  detail: { kind: 'object', members: { dunning, ...texts('locale', 'vatId') } },
  emails: { kind: 'array', elements: { kind: 'object', members: texts('email', 'kind') } },
  kind: { kind: 'text', values: ['individual', 'incorporate'] },
  meta: free,
  name: { kind: 'object', members: { ...texts('company', 'firstname', 'lastname', 'salutation'), birthday: instant } },
  number: text,
  phones: { kind: 'array', elements: { kind: 'object', members: { active: boolean, phone: text } } },
  reference: text,
};

export const dunningForm: Readonly<Record<string, Form>> = {
  dunninglevel: { kind: 'number', range: [0, 5] },
  startDunningDate: { kind: 'date' },
};

export const commitForm: Readonly<Record<string, Form>> = {
  attachments: { kind: 'array', elements: { kind: 'object', members: texts('filname', 'filename', 'url') } },
  notifyUrl: { kind: 'uri' },
};

/** The problems of a body, in the order of its members. */
export function problemsOf(
  body: JsonObject,
  forms: Readonly<Record<string, Form>>,
  unknown: (name: string) => Problem | undefined,
): Problem[] {
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(body)) {
    const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
    if (form !== undefined) check(value, form, name, name, problems);
    else {
      const problem = unknown(name);
      if (problem !== undefined) problems.push(problem);
    }
  }
  return problems;
}

function check(value: Json, form: Form, path: string, member: string, problems: Problem[], required = false): void {
  if (value === null && !required) return;
  const expected = expectation(form);
  const report = (rule: Problem['rule'], hint: string) => problems.push({ path, member, rule, expected, hint });
  if (!hasType(value, form)) {
    report(required && value === null ? 'required' : 'type', `Value must be ${expected}.`);
  } else if (typeof value === 'string') {
    if (form.values !== undefined && !form.values.includes(value)) {
      report('value', `Value must be one of ${form.values.join(', ')}.`);
    } else checkFormat(value, form, report);
  } else if (typeof value === 'number') {
    const [least, most] = form.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    if (value < least || value > most || (form.range !== undefined && !Number.isInteger(value))) {
      report('range', `Value must be a whole number from ${least} to ${most}.`);
    }
  } else if (Array.isArray(value)) {
    const { elements } = form;
    if (elements === undefined) return;
    value.forEach((element, index) => {
      check(element, elements, `${path}[${index}]`, member, problems, true);
    });
  } else if (isObject(value)) checkMembers(value, form, path, member, problems);
}

function checkMembers(value: JsonObject, form: Form, path: string, member: string, problems: Problem[]): void {
  for (const name of form.required ?? []) {
    if (!Object.hasOwn(value, name)) {
      const hint = `Send ${name} with every element.`;
      problems.push({ path: `${path}.${name}`, member, rule: 'required', expected: 'a value', hint });
    }
  }
  for (const [name, inner] of Object.entries(value)) {
    const innerForm = form.members !== undefined && Object.hasOwn(form.members, name) ? form.members[name] : undefined;
    if (innerForm !== undefined) {
      check(inner, innerForm, `${path}.${name}`, member, problems, form.required?.includes(name) ?? false);
    }
  }
}

function checkFormat(value: string, form: Form, report: (rule: Problem['rule'], hint: string) => void): void {
  if (form.kind === 'date' && !isDate(value)) {
    const calendar = /^\d{4}-\d{2}-\d{2}$/.test(value);
    report(calendar ? 'calendar' : 'format', 'Value must be a date such as 2024-01-31.');
  } else if (form.kind === 'instant' && instantOf(value) === undefined) {
    report('format', 'Value must be a date or a point in time such as 2024-01-31T00:00:00.000Z.');
  } else if (form.kind === 'uri' && !isWebAddress(value)) {
    report('format', 'Value must be an absolute http or https address.');
  } else if (form.kind === 'decimal' && !/^-?\d+(\.\d+)?$/.test(value)) {
    report('type', 'Value must be a number or a string containing only a number.');
  } else if (form.kind === 'digits' && !/^-?\d+$/.test(value)) {
    report('type', 'Value must be a number or a string containing only a number.');
  }
}

function hasType(value: Json, form: Form): boolean {
  switch (form.kind) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'decimal':
      return (typeof value === 'number' && Number.isFinite(value)) || typeof value === 'string';
    case 'digits':
      return Number.isSafeInteger(value) || typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'object':
      return isObject(value);
    case 'array':
      return Array.isArray(value);
    default:
      return typeof value === 'string';
  }
}

function expectation(form: Form): string {
  switch (form.kind) {
    case 'text':
    case 'uri':
    case 'instant':
    case 'date':
      return 'string';
    case 'decimal':
      return 'decimal';
    case 'digits':
      return 'bigint';
    default:
      return form.kind;
  }
}

/** Whether a text is an absolute address that can be called over HTTP. */
function isWebAddress(value: string): boolean {
  return /^https?:\/\/[^\s/?#]/i.test(value) && URL.canParse(value);
}
