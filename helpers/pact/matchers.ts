/** Templates and values of states in the words of the Pact library. */
import { operations } from '../../contracts/operations.ts';
import type { Json } from '../api.ts';
import { type FromState, type Interaction, isFromState, type Sent, type Template } from './interaction.ts';
import { notBlank } from './match.ts';

/** A matcher or generator in the integration format of Pact, or JSON that holds some. */
export type Integration = Json | { readonly [member: string]: Integration } | readonly Integration[];

const type = 'pact:matcher:type';
const generator = 'pact:generator:type';

/** A template as a matcher of a response body. */
export function matcherOf(template: Template): Integration {
  switch (template.is) {
    case 'text':
      return { [type]: [{ [type]: 'type' }, { [type]: 'regex', regex: notBlank }], value: template.example };
    case 'number':
      return { [type]: 'type', value: template.example };
    case 'exactly':
      return template.value;
    case 'scalar':
      return { [type]: 'regex', regex: '[\\s\\S]*', value: template.example };
    case 'object':
      return Object.fromEntries(Object.entries(template.members).map(([name, member]) => [name, matcherOf(member)]));
    case 'any object':
      // The names of members are looked at and all are right; their values are not looked at.
      return { [type]: 'eachKey', rules: [{ [type]: 'regex', regex: '.*', value: 'name' }], value: template.example };
    case 'list':
      return { [type]: 'type', min: 0, value: [matcherOf(template.of)] };
    case 'any json':
      throw new Error('any JSON is said by the media type alone');
  }
}

/** A value to send that a provider state gives. */
function generated({ name, example }: FromState): Integration {
  return { [type]: 'type', [generator]: 'ProviderState', expression: `\${${name}}`, value: example };
}

/** What is sent, with a generator for each value that a state gives. */
export function generatorsIn(sent: Sent): Integration {
  if (isFromState(sent)) return generated(sent);
  if (Array.isArray(sent)) return sent.map((element: Sent) => generatorsIn(element));
  if (typeof sent !== 'object' || sent === null) return sent;
  return Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, generatorsIn(value as Sent)]));
}

/** The value of a header that a state gives. */
export const headerFrom = generated;

/**
 * The path of an interaction. Left alone, the library would let a path with a value from a state match any path: the
 * regular expression holds it to the operation, for mocks and stubs. A reference that names nothing begins with its example.
 */
export function pathMatcher({ operation, reference, answer }: Interaction): Integration {
  const { path } = operations[operation];
  if (reference === undefined) return path;
  const example = String(reference.example);
  const expected = answer.statuses[0] === 404 ? `${example}[^/]*` : '[^/]+';
  const written = (inside: string) => path.replace(/\{[^}]+\}/, () => inside);
  return {
    [type]: 'regex',
    regex: `^${written(expected)}$`,
    [generator]: 'ProviderState',
    expression: written(`\${${reference.name}}`),
    value: written(example),
  };
}
