/** Which servers may be contacted at all. Fails closed: what is not known as a test system may be production. */
import { UsageError } from '../failures.ts';

/** The staging host of the documentation. */
const stagingHosts = ['staging1.abillify.dev'];

/** Parts of a host name by which people tell a test system. */
const testWords =
  /^(stag|stage|staging|test|testing|tst|dev|develop|development|sandbox|sbx|local|localhost|qa|uat|ci)$/;
/** Parts that say the opposite, whatever stands beside them. */
const productionWords = /^(prod|prd|production|live|www)$/;
/** Top-level domains that anybody can buy, so that they say nothing of what runs there. */
const boughtTopLevels = new Set(['dev']);

/** Whether a host is this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Whether a host's name says that it is a test system: a part between dots and hyphens, digits at its end aside. */
export function looksLikeTest(host: string): boolean {
  const labels = host.split('.');
  const [top = ''] = labels.slice(-1);
  const said = labels.length > 1 && boughtTopLevels.has(top) ? labels.slice(0, -1) : labels;
  const words = said.flatMap((label) => label.split('-')).map((word) => word.replace(/\d+$/, ''));
  return words.some((word) => testWords.test(word)) && !words.some((word) => productionWords.test(word));
}

/** What speaks for a host beside its name. */
export interface HostBasis {
  /** Who named the host, for the message: `TARGET_URL`, `--url`, `targets/staging.yaml:2`. */
  readonly name?: string;
  /** The target's file declares the host of its own URL a test system. */
  readonly declaredTest?: boolean;
}

/**
 * Throws UsageError unless the host of a URL is loopback, the documented staging host, allowed by TARGET_ALLOW, or
 * declared a test system by its file and also named like one: a copied file must not be enough to reach production.
 */
export function guardHost(url: URL, allowed: readonly string[], basis: HostBasis = {}): void {
  const host = url.hostname;
  const { name = 'TARGET_URL', declaredTest = false } = basis;
  if (isLoopback(host) || stagingHosts.includes(host)) return;
  if (allowed.some((one) => one.toLowerCase() === host)) return;
  if (declaredTest && looksLikeTest(host)) return;
  const remedy = `to run against it all the same set TARGET_ALLOW=${host}`;
  throw new UsageError(
    declaredTest
      ? `${name}: ${host} is declared a test system, but nothing in its name says so (no part is 'staging', 'test', 'sandbox' or the like): it may be production, and the suite creates invoices; ${remedy}`
      : `${name}: ${host} is not known as a test system, and the suite creates invoices; ${remedy}`,
  );
}

/** The hosts of TARGET_ALLOW. Throws UsageError for an entry that could never be equal to a host. */
export function parseAllowedHosts(text: string): readonly string[] {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
  for (const entry of entries) {
    const isHost = /^(\[[0-9a-f:]+\]|[a-z0-9_-]+(\.[a-z0-9_-]+)*)$/i.test(entry);
    if (!isHost) {
      throw new UsageError(
        `TARGET_ALLOW: '${entry}' is not a host name; write each in full, without scheme, port, path or *`,
      );
    }
  }
  return entries;
}
