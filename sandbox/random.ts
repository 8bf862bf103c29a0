/** Chance that repeats itself: the same seed gives the same sandbox. */

export interface RandomSource {
  /** A number from 0 up to, not including, 1. */
  fraction(): number;
  uuid(): string;
}

/** A source of chance by Mulberry32. */
export function randomSource(seed: number): RandomSource {
  let state = seed >>> 0;
  const word = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const hex = () => word().toString(16).padStart(8, '0');
  return {
    fraction: () => word() / 2 ** 32,
    uuid() {
      const digits = hex() + hex() + hex() + hex();
      const variant = '89ab'[word() % 4];
      return [
        digits.slice(0, 8),
        digits.slice(8, 12),
        `4${digits.slice(13, 16)}`,
        `${variant}${digits.slice(17, 20)}`,
        digits.slice(20),
      ].join('-');
    },
  };
}
