/** Whether what a server shows is what was sent. By value: decimals as decimals, instants as instants, and only what was sent. */
import { isObject } from './http/answer.ts';

const hourMs = 60 * 60 * 1000;

/**
 * How much later, in hours, a date may seem when it is shown in another notation than it was sent in, since no page says
 * in which time zone a date without one is meant. Zones reach from UTC-12 to UTC+14. A day shown as an instant is its
 * midnight somewhere; an instant shown as a local time is moved by the zone; shown as a day it loses its hours besides.
 */
const laterBy: Readonly<Record<string, readonly [least: number, most: number]>> = {
  'day as instant': [-14, 12],
  'day as local': [-14, 14],
  'instant as local': [-12, 14],
  'instant as day': [-36, 14],
};

const decimal = /^[+-]?\d+(\.\d+)?$/;
const dateLike = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;

/** A decimal without sign of zero, leading and trailing zeros; `undefined` where the value is none. */
function canonicalDecimal(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? canonicalDecimal(plainNotation(value)) : undefined;
  if (typeof value !== 'string' || !decimal.test(value.trim())) return undefined;
  const text = value.trim().replace(/^\+/, '');
  const negative = text.startsWith('-');
  const [whole = '0', fraction = ''] = text.replace(/^-/, '').split('.');
  const digits = `${whole.replace(/^0+(?=\d)/, '')}.${fraction.replace(/0+$/, '')}`.replace(/\.$/, '');
  return negative && digits !== '0' ? `-${digits}` : digits;
}

function plainNotation(value: number): string {
  const text = String(value);
  return /e/i.test(text) ? value.toFixed(12) : text;
}

/** The instant of a date in any of the documented notations, in ms; `undefined` where the text is none. */
function instant(value: unknown): number | undefined {
  if (typeof value !== 'string' || !dateLike.test(value)) return undefined;
  const spaced = value.replace(/ (?=\d)/, 'T').replaceAll(/\s/g, '');
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(spaced) || spaced.length === 10 ? spaced : `${spaced}Z`;
  const time = Date.parse(zoned);
  return Number.isNaN(time) ? undefined : time;
}

/** A plain day, an instant with its zone, or a time in a zone that nobody names. */
function kindOfDate(value: unknown): 'day' | 'instant' | 'local' {
  const text = String(value);
  if (text.length === 10) return 'day';
  return /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? 'instant' : 'local';
}

/**
 * Whether `shown` holds what was `sent`: numbers and texts of digits by value, dates as far as no page says in which
 * zone, objects by the members that were sent, arrays in length and order.
 */
export function showsWhatWasSent(sent: unknown, shown: unknown): boolean {
  if (Array.isArray(sent)) {
    return (
      Array.isArray(shown) &&
      shown.length === sent.length &&
      sent.every((element, index) => showsWhatWasSent(element, shown[index]))
    );
  }
  if (isObject(sent)) {
    return isObject(shown) && Object.entries(sent).every(([member, value]) => showsWhatWasSent(value, shown[member]));
  }
  const [sentDecimal, shownDecimal] = [canonicalDecimal(sent), canonicalDecimal(shown)];
  if (sentDecimal !== undefined && shownDecimal !== undefined) return sentDecimal === shownDecimal;
  const [sentInstant, shownInstant] = [instant(sent), instant(shown)];
  if (sentInstant !== undefined && shownInstant !== undefined) {
    const [least, most] = laterBy[`${kindOfDate(sent)} as ${kindOfDate(shown)}`] ?? [0, 0];
    const later = (shownInstant - sentInstant) / hourMs;
    return later >= least && later <= most;
  }
  return sent === shown;
}

/** Whether a value holds what was sent, each scalar of its type and value: what a merchant keeps in `meta` is its own. */
export function holdsExactly(sent: unknown, shown: unknown): boolean {
  if (Array.isArray(sent)) {
    return (
      Array.isArray(shown) &&
      shown.length === sent.length &&
      sent.every((element, index) => holdsExactly(element, shown[index]))
    );
  }
  if (isObject(sent)) {
    return isObject(shown) && Object.entries(sent).every(([member, value]) => holdsExactly(value, shown[member]));
  }
  return sent === shown;
}

/** Whether two JSON values are the same, whatever the order of members. */
export function sameJson(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((element, index) => sameJson(element, right[index]))
    );
  }
  if (isObject(left) && isObject(right)) {
    const members = Object.keys(left);
    return (
      members.length === Object.keys(right).length &&
      members.every((member) => Object.hasOwn(right, member) && sameJson(left[member], right[member]))
    );
  }
  return left === right;
}
