/** The four notations of time in the documentation. */

const notation = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?)?$/;
const plainDate = /^\d{4}-\d{2}-\d{2}$/;

/** Milliseconds since 1970 of a text in one of the documented notations, or undefined. A date alone is midnight UTC. */
export function instantOf(text: string): number | undefined {
  const match = notation.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = match;
  if (!inCalendar(Number(year), Number(month), Number(day))) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const milliseconds = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}${zone}`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** Whether a text is a full date of RFC 3339 that is in the calendar. */
export function isDate(text: string): boolean {
  return plainDate.test(text) && instantOf(text) !== undefined;
}

/** The notation of most published examples, `2020-01-01T00:00:00.000Z`; a text in no known notation as it is. */
export function published(text: string): string {
  const instant = instantOf(text);
  return instant === undefined ? text : new Date(instant).toISOString();
}

function inCalendar(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
