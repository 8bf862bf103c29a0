/** Sending an interaction: the same way to a live server, and to Pact's mock server when the contract is written. */
import type { Api, Json } from '../api.ts';
import { expectThat } from '../expect.ts';
import type { Answer } from '../http/answer.ts';
import { exampleOf, type FromState, filled, type Interaction } from './interaction.ts';
import { answerDepartures } from './match.ts';
import { inOrderOfNames } from './member-order.ts';
import { type Arranged, stateOf } from './states.ts';

/** What stands for the provider states where there is no provider: the examples. */
export function examplesOf(interaction: Interaction): Arranged {
  const values: Record<string, Json> = {};
  const take = (value: FromState) => {
    values[value.name] = value.example;
    return value.example;
  };
  for (const value of [interaction.reference, interaction.key]) if (value !== undefined) take(value);
  filled(interaction.body ?? {}, take);
  return { values, anonymous: interaction.given.some(({ state }) => stateOf(state).anonymous === true) };
}

/** Sends the request of an interaction. Throws TransportFailed when no complete answer came. */
export async function perform(api: Api, interaction: Interaction, { values, anonymous }: Arranged): Promise<Answer> {
  const choose = ({ name }: FromState): Json => {
    const value = values[name];
    if (value === undefined) throw new Error(`${interaction.description}: no provider state gives ${name}`);
    return value;
  };
  const { operation, description, reference, query, key, body } = interaction;
  return api.call(
    {
      operation,
      ...(reference === undefined ? {} : { reference: String(choose(reference)) }),
      ...(query === undefined ? {} : { query }),
    },
    {
      note: description,
      ...(key === undefined ? {} : { key: String(choose(key)) }),
      ...(body === undefined ? {} : { body: inOrderOfNames(filled(body, choose)) }),
      ...(anonymous ? { credentials: 'none' } : {}),
    },
  );
}

/** Throws ExpectationFailed where an answer is not what the interaction says. */
export function expectAsAgreed(interaction: Interaction, answer: Answer): void {
  const problems = answerDepartures(interaction, answer);
  const { statuses, body } = interaction.answer;
  const expected = `${statuses.join(' or ')}${body === undefined ? '' : ` ${JSON.stringify(exampleOf(body))}`}`;
  const [first = ''] = problems;
  const rest = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  expectThat(
    problems.length === 0,
    `${interaction.description}: ${first}${rest}`,
    expected,
    `${answer.status} ${answer.text}`.trim().slice(0, 400),
  );
}
