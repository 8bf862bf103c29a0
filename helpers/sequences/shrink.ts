/**
 * Finding the shortest sequence that still fails. Every trial is a conversation with a server, so trials run side by side,
 * each on resources of its own, and their number is limited; a library's shrinker would make them one after another.
 */

/** How much may be tried. */
export interface Bounds {
  readonly trials: number;
  /** Whether to stop with what was found so far. */
  readonly isOver: () => boolean;
}

/**
 * Leaves out commands, then simplifies those that are left, as long as the sequence fails. No command of the result can
 * be left out alone, unless the bounds ended the search.
 */
export async function shrink<Command>(
  failing: readonly Command[],
  simpler: (command: Command) => readonly Command[],
  fails: (candidate: readonly Command[]) => Promise<boolean>,
  bounds: Bounds,
): Promise<readonly Command[]> {
  let left = bounds.trials;
  let shortest = failing;

  /** The candidates that fail, as far as they may still be tried. */
  const failingOf = async (candidates: readonly (readonly Command[])[]) => {
    const tried = bounds.isOver() ? [] : candidates.slice(0, left);
    left -= tried.length;
    const outcomes = await Promise.all(tried.map((candidate) => fails(candidate)));
    return tried.filter((_, index) => outcomes[index]);
  };

  const places = failing.map((_, index) => index);
  const without = places.map((place) => failing.filter((_, index) => index !== place));
  const stillFailing = await failingOf(without);
  const spare = places.filter((place) => stillFailing.includes(without[place] ?? []));
  const leaving = (left: ReadonlySet<number>) => failing.filter((_, index) => !left.has(index));
  // What can be left out one by one can mostly be left out together.
  const [together] = spare.length > 1 ? await failingOf([leaving(new Set(spare))]) : stillFailing;
  if (together !== undefined) shortest = together;
  else {
    const gone = new Set<number>();
    for (const place of spare) {
      const [shorter] = await failingOf([leaving(new Set([...gone, place]))]);
      if (shorter === undefined) continue;
      gone.add(place);
      shortest = shorter;
    }
  }
  // What was needed beside all the others may not be needed beside those that are left.
  for (;;) {
    const [shorter] = await failingOf(
      shortest.map((_, index) => shortest.filter((_command, other) => other !== index)),
    );
    if (shorter === undefined) break;
    shortest = shorter;
  }
  for (let index = 0; index < shortest.length; index += 1) {
    const command = shortest[index];
    if (command === undefined) continue;
    const forms = simpler(command).map((form) => shortest.with(index, form));
    const [first] = await failingOf(forms);
    if (first === undefined) continue;
    shortest = first;
    index -= 1;
  }
  return shortest;
}
