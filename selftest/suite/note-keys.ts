/** A process that notes five keys in the ledger of the folder it is told, as one of several runs does. */
import { KeyLedger } from '../../helpers/keys/key-ledger.ts';

const [folder = '', name = ''] = process.argv.slice(2);
const ledger = new KeyLedger(folder, (text) => {
  throw new Error(text);
});
const now = new Date('2026-01-01T12:00:00.000Z');
for (let count = 0; count < 5; count += 1) {
  const entry = {
    operation: 'resendInvoice',
    reference: 'r1',
    body: {},
    key: `${name}-${count}`,
    usedAt: now.toISOString(),
    account: 'a',
    url: 'http://127.0.0.1/api',
    digest: '0'.repeat(64),
    answer: '200',
    witness: { operation: 'getInvoice', reference: 'r1' },
  } as const;
  await ledger.change({ add: [entry] }, now);
}
// Nothing else may keep this process.
process.disconnect();
