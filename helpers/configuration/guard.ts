/** Which servers may be contacted at all. Fails closed. */
import { UsageError } from '../failures.ts';

/** The staging host of the documentation. */
const stagingHosts = ['staging1.abillify.dev'];

/** Whether a host is this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Throws UsageError unless the host of a URL is loopback, the documented staging host, or explicitly allowed: the suite
 * creates invoices and mails, and whatever is not known as a test system may be production.
 */
export function guardHost(url: URL, allowed: readonly string[]): void {
  const host = url.hostname;
  if (isLoopback(host) || stagingHosts.includes(host) || allowed.includes(host)) return;
  throw new UsageError(
    `TARGET_URL: ${host} is not known as a test system, and the suite creates invoices; to run against it set TARGET_ALLOW=${host}`,
  );
}
