/** `npm run requirements`: prints the catalogue. */
import { catalogue, requirementIds } from '../contracts/requirements/index.ts';

if (process.argv.includes('--help')) {
  process.stdout.write(
    'Usage: npm run requirements -- [--json]\nPrints every requirement: id, level, operations, source, text.\n',
  );
} else if (process.argv.includes('--json')) {
  process.stdout.write(
    `${JSON.stringify(
      requirementIds.map((id) => ({ id, ...catalogue[id] })),
      null,
      2,
    )}\n`,
  );
} else {
  for (const id of requirementIds) {
    const { level, operations, source, text } = catalogue[id];
    process.stdout.write(`${level.padEnd(6)} ${id}\n       ${text}\n       [${source}] ${operations.join(', ')}\n`);
  }
}
