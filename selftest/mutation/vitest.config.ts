/** The tests that mutants are run against: pure ones alone, so that a mutant costs well under a second. */
import { defineConfig } from 'vitest/config';

// Where a time without a zone is read in the zone of the machine, it has to show.
process.env.TZ = 'Pacific/Kiritimati';

export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['selftest/unit/*.test.ts'],
    pool: 'threads',
  },
});
