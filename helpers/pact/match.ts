/** Holds an answer against what an interaction says of it, as the Pact verifier does. */
import { quote } from '../expect.ts';
import { type Answer, headerOf, isObject } from '../http/answer.ts';
import type { Interaction, Template } from './interaction.ts';

/** The media types of an answer with JSON, as a regular expression for the whole header, in any letter case. */
export const jsonMediaType = 'application/([\\w.+-]+\\+)?json(\\s*;.*)?';

/** A text with something to read in it, as a regular expression for the whole text. */
export const notBlank = '[\\s\\S]*\\S[\\s\\S]*';

/** Where an answer departs from a template, one line each; empty where it does not. */
function departures(template: Template, actual: unknown, path = '$'): string[] {
  const wrong = (expected: string) => [`${path} is ${quote(actual)}, not ${expected}`];
  switch (template.is) {
    case 'text':
      return typeof actual === 'string' && /\S/.test(actual) ? [] : wrong('a text');
    case 'number':
      return typeof actual === 'number' ? [] : wrong('a number');
    case 'exactly':
      return actual === template.value ? [] : wrong(quote(template.value));
    case 'scalar':
      return actual !== undefined && (typeof actual !== 'object' || actual === null) ? [] : wrong('a simple value');
    case 'any object':
      return isObject(actual) ? [] : wrong('an object');
    case 'any json':
      return typeof actual === 'object' && actual !== null ? [] : wrong('an object or an array');
    case 'list':
      if (!Array.isArray(actual)) return wrong('an array');
      return actual.flatMap((element: unknown, index) => departures(template.of, element, `${path}[${index}]`));
    case 'object':
      if (!isObject(actual)) return wrong('an object');
      return Object.entries(template.members).flatMap(([name, member]) =>
        Object.hasOwn(actual, name)
          ? departures(member, actual[name], `${path}.${name}`)
          : [`${path}.${name} is missing`],
      );
  }
}

/** Where an answer departs from an interaction. */
export function answerDepartures({ answer: expected }: Pick<Interaction, 'answer'>, answer: Answer): string[] {
  const problems: string[] = [];
  const { statuses, body } = expected;
  if (!statuses.includes(answer.status)) problems.push(`status ${answer.status}, not ${statuses.join(' or ')}`);
  if (body === undefined) return problems;
  const mediaType = headerOf(answer, 'content-type') ?? '';
  if (!new RegExp(`^(?:${jsonMediaType})$`, 'i').test(mediaType)) {
    problems.push(`the Content-Type is '${mediaType}', not JSON`);
  }
  if (answer.jsonProblem !== undefined) return [...problems, `the content is no JSON: ${answer.jsonProblem}`];
  return [...problems, ...departures(body, answer.json)];
}
