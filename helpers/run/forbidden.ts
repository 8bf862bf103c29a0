/** What may not be sent to a target: nothing that changes it where it is read-only, no mails, nothing to what exists there. */
import type { Call } from '../http/client.ts';
import type { Target } from '../target.ts';

/** Methods that are safe by RFC 9110 §9.2.1. */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A function that says why a call must not be sent; nothing where it may. */
export function forbiddenBy(target: Target): (call: Call) => string | undefined {
  const { name, fixtures, noMails, readOnly } = target;
  const invoice = fixtures.invoice === undefined ? undefined : `/invoices/${encodeURIComponent(fixtures.invoice)}`;
  const identity = fixtures.identity === undefined ? undefined : `/identities/${encodeURIComponent(fixtures.identity)}`;
  return ({ method, operation, path }) => {
    if (safeMethods.has(method)) return undefined;
    if (readOnly) return `target ${name} is read-only, and this needs ${method} (${operation})`;
    if (noMails && operation === 'resendInvoice') return `target ${name} allows no mails, and a resend is one`;
    if (noMails && identity !== undefined && operation === 'commitInvoice') {
      return `target ${name} allows no mails, and a commit may send one to the identity that exists there`;
    }
    const [place = ''] = path.split('?');
    if (invoice !== undefined && (place === invoice || place.startsWith(`${invoice}/`))) {
      return `invoice ${fixtures.invoice} exists at target ${name} and is never changed`;
    }
    if (identity !== undefined && place.startsWith(identity) && !/^\/invoices$/.test(place.slice(identity.length))) {
      const below = place.slice(identity.length);
      if (below === '' || below.startsWith('/'))
        return `identity ${fixtures.identity} exists at target ${name} and is never changed`;
    }
    return undefined;
  };
}
