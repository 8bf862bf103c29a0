/** What a sequence is made of: calls as plain data, drawn by a property-based library from one seed. */
import fc from 'fast-check';
import { seedOf } from '../invent.ts';

/** Members of an update that a sequence sends, items apart. */
type SentMember = 'due' | 'meta';

/** One call, or one call several times. Invoices and keys are named by number, counted over those that exist by then. */
export type Command =
  | { readonly do: 'create'; readonly keyed: boolean }
  | {
      readonly do: 'update';
      readonly invoice: number;
      /** How many items are sent; 0 sends no such member. */
      readonly items: number;
      readonly members: readonly SentMember[];
    }
  | { readonly do: 'wrong update'; readonly invoice: number; readonly how: WrongUpdate }
  | { readonly do: 'resend'; readonly invoice: number; readonly keyed: boolean; readonly times: number }
  | {
      readonly do: 'dunning';
      readonly invoice: number;
      /** None sends a start date alone. */
      readonly level: number | undefined;
      readonly keyed: boolean;
    }
  | { readonly do: 'wrong dunning'; readonly invoice: number }
  | { readonly do: 'commit'; readonly invoice: number; readonly keyed: boolean }
  /** `back` counts keyed calls from the latest. */
  | { readonly do: 'replay'; readonly back: number; readonly times: number }
  | { readonly do: 'read'; readonly invoice: number };

/** Ways in which an update is wrong; whether it is refused is for other requirements. */
type WrongUpdate = 'a wrong member beside items' | 'a wrong item' | 'malformed JSON';

const wrongUpdates: readonly WrongUpdate[] = ['a wrong member beside items', 'a wrong item', 'malformed JSON'];

/** Every sequence begins with two invoices of one customer. */
const beginning: readonly Command[] = [
  { do: 'create', keyed: true },
  { do: 'create', keyed: true },
];

type Kind = Command['do'];

/**
 * What a sequence is mostly made of. A sequence that draws from few kinds meets a combination of them far more often than
 * one that draws from all, so each takes the next of these.
 */
const themes: readonly Readonly<Partial<Record<Kind, number>>>[] = [
  { update: 3, resend: 3, replay: 4 },
  { update: 3, resend: 2, replay: 5 },
  { update: 3, 'wrong update': 3, resend: 2 },
  { update: 3, dunning: 3, replay: 3 },
  { update: 1 },
  { dunning: 4, 'wrong dunning': 1, resend: 2, replay: 3 },
  { update: 3, resend: 4 },
  { update: 4, replay: 3 },
  { update: 3, 'wrong update': 3, dunning: 2 },
  { update: 4, 'wrong update': 3, resend: 2 },
  { update: 3, 'wrong update': 2, dunning: 2, replay: 3 },
  { update: 6, 'wrong update': 2, resend: 3, dunning: 2, replay: 3, create: 2, commit: 1, read: 2 },
];

/** How many sequences a run plays that is not told otherwise: each theme once. */
export const usualSequences = themes.length;

/** Calls that the drawn part of a sequence may cost; more in those that only a longer run plays. */
const cost = { usual: 10, longer: 22 };

/** How every sequence ends: whatever came between, the latest keys still get their first answers. */
const ending: readonly Command[] = [0, 1].map((back) => ({ do: 'replay', back, times: 1 }));

/** Draws invoices unevenly, so that calls meet on one of them. */
const uneven = [0, 0, 0, 0, 1, 1];
/** Draws two invoices alike, for what happens between them. */
const even = [0, 1];
const keyed = fc.constantFrom(true, true, false);

function commandOf(kind: Kind, invoices: readonly number[]): fc.Arbitrary<Command> {
  const invoice = fc.constantFrom(...invoices);
  const command = <Name extends Kind>(name: Name) => fc.constant(name);
  switch (kind) {
    case 'create':
      return fc.record({ do: command(kind), keyed });
    case 'update':
      return fc.record({
        do: command(kind),
        invoice,
        items: fc.constantFrom(0, 0, 1, 1, 2, 3),
        members: fc.constantFrom<readonly SentMember[]>([], ['meta'], ['due'], ['due', 'meta']),
      });
    case 'wrong update':
      return fc.record({ do: command(kind), invoice, how: fc.constantFrom(...wrongUpdates) });
    case 'resend':
      return fc.record({ do: command(kind), invoice, keyed, times: fc.constantFrom(1, 1, 2) });
    case 'dunning':
      return fc.record({ do: command(kind), invoice, level: fc.constantFrom(1, 2, 0, undefined), keyed });
    case 'wrong dunning':
    case 'read':
      return fc.record({ do: command(kind), invoice });
    case 'commit':
      return fc.record({ do: command(kind), invoice, keyed });
    case 'replay':
      return fc.record({
        do: command(kind),
        back: fc.constantFrom(0, 0, 0, 1, 1, 2, 3),
        times: fc.constantFrom(1, 1, 2, 3),
      });
  }
}

/** Calls that a command makes, as a rule. */
function costOf(command: Command): number {
  return 'times' in command ? command.times : 1;
}

/** As many of the commands as are within the cost. */
function within(limit: number, commands: readonly Command[]): Command[] {
  let spent = 0;
  return commands.filter((command) => {
    spent += costOf(command);
    return spent <= limit;
  });
}

/** Sequences drawn from a seed: the same seed gives the same ones, and a larger number begins with those of a smaller. */
export function drawSequences(seed: number, count: number, mails = true): Command[][] {
  return Array.from({ length: count }, (_, number) => {
    const limit = number < usualSequences ? cost.usual : cost.longer;
    const kinds = Object.entries(themes[number % themes.length] ?? {}) as [Kind, number][];
    const commands = fc.array(
      fc.oneof(
        ...kinds
          .filter(([kind]) => mails || (kind !== 'resend' && kind !== 'commit'))
          .map(([kind, weight]) => ({ weight, arbitrary: commandOf(kind, number % 2 === 0 ? uneven : even) })),
      ),
      { minLength: limit, maxLength: limit, size: 'max' },
    );
    const [drawn = []] = fc.sample(commands, { seed: seedOf(seed, `sequence ${number}`), numRuns: 1 });
    return [...beginning, ...within(limit, drawn), ...ending];
  });
}

/** Simpler forms of a command, the simplest first. */
export function simpler(command: Command): Command[] {
  const forms: Command[] = [];
  if ('times' in command && command.times > 1) {
    for (let times = 1; times < command.times; times += 1) forms.push({ ...command, times });
  }
  if ('keyed' in command && command.keyed) forms.push({ ...command, keyed: false });
  if (command.do === 'update') {
    if (command.members.length > 0) forms.push({ ...command, members: [] });
    if (command.items > 1) forms.push({ ...command, items: 1 });
    if (command.items > 0 && command.members.length > 0) forms.push({ ...command, items: 0 });
  }
  return forms;
}
