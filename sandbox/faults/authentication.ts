/** Faults of who may call. */
import type { ApiRequest } from '../call.ts';
import { parseBasic } from '../rules/authentication.ts';
import { type Fault, on, type Where } from './fault.ts';

const reading = ['getInvoice', 'getInvoiceDocuments', 'getIdentity', 'listIdentities', 'getIdentityInvoices'] as const;

/** Lets in, as the first account, whoever is refused by the rules but fits a wrong one. */
function letIn(where: Where, fits: (request: ApiRequest) => boolean): Fault['change'] {
  return ({ authentication: { login } }) => ({
    authentication: {
      login: on(where, login, (request) => login(request) ?? (fits(request) ? request.world.accounts[0] : undefined)),
    },
  });
}

/** Compares passwords by a wrong rule. */
function passwords(where: Where, matches: (sent: string, stored: string) => boolean): Fault['change'] {
  return ({ authentication: { passwordMatches } }) => ({
    authentication: {
      passwordMatches: on(where, passwordMatches, (_request, sent, stored) => matches(sent, stored)),
    },
  });
}

/** What stands behind the scheme of the credentials. */
function decoded({ headers }: ApiRequest): string {
  return Buffer.from(headers.authorization?.replace(/^\S+ */, '') ?? '', 'base64').toString();
}

function isBasic({ headers }: ApiRequest): boolean {
  return /^basic\b/i.test(headers.authorization ?? '');
}

function knowsUser(request: ApiRequest, name: string): boolean {
  return request.world.accounts.some(({ account }) => account.username === name);
}

/** Whether the request repeats a key whose answer is stored. */
function repeatsKey({ world, operation, reference, headers }: ApiRequest): boolean {
  const key = headers['idempotency-key'];
  const account = world.accounts[0]?.account.username;
  return typeof key === 'string' && world.keys.has([account, operation, reference, key].join('\n'));
}

export const authenticationFaults = [
  {
    id: 'resend-open-to-all',
    breaks: 'authentication.missing-credentials-refused',
    operation: 'resendInvoice',
    sentence: 'Resending an invoice needs no Authorization header.',
    change: letIn('resendInvoice', ({ headers }) => headers.authorization === undefined),
  },
  {
    id: 'update-open-to-all',
    breaks: 'authentication.missing-credentials-refused',
    operation: 'updateInvoice',
    sentence: 'Updating an invoice needs no Authorization header.',
    change: letIn('updateInvoice', ({ headers }) => headers.authorization === undefined),
  },
  {
    id: 'user-begins-alike',
    breaks: 'authentication.user-compared-whole',
    operation: 'updateInvoice',
    sentence: 'A user name that begins like the right one is taken for it.',
    change: ({ authentication: { usernameMatches } }) => ({
      authentication: {
        usernameMatches: on('updateInvoice', usernameMatches, (_request, sent, stored) => sent.startsWith(stored)),
      },
    }),
  },
  {
    id: 'user-cut-short',
    breaks: 'authentication.user-compared-whole',
    operation: 'getInvoice',
    sentence: 'The last character of a user name is not compared.',
    change: ({ authentication: { usernameMatches } }) => ({
      authentication: {
        usernameMatches: on(
          'getInvoice',
          usernameMatches,
          (_request, sent, stored) => `${sent} `.startsWith(`${stored.slice(0, -1)}`) && sent.length <= stored.length,
        ),
      },
    }),
  },
  {
    id: 'any-account-s-password-fits',
    breaks: 'authentication.password-of-another-account-refused',
    operation: 'resendInvoice',
    sentence: 'A user gets in with the password of any account.',
    change: letIn('resendInvoice', (request) => {
      const [user = '', ...rest] = isBasic(request) ? decoded(request).split(':') : [];
      return (
        knowsUser(request, user) && request.world.accounts.some(({ account }) => account.password === rest.join(':'))
      );
    }),
  },
  {
    id: 'reads-open-to-all',
    breaks: 'authentication.missing-credentials-refused',
    sentence: 'No read needs an Authorization header.',
    change: letIn(reading, ({ headers }) => headers.authorization === undefined),
  },
  {
    id: 'missing-credentials-are-403',
    breaks: 'authentication.missing-credentials-refused',
    operation: 'modifyDunning',
    sentence: 'A change of the dunning without an Authorization header is answered with 403.',
    change: ({ errors: { status } }) => ({
      errors: {
        status: on('modifyDunning', status, (request, failure) =>
          failure.status === 401 && request.headers.authorization === undefined ? 403 : status(request, failure),
        ),
      },
    }),
  },
  {
    id: 'any-password',
    breaks: 'authentication.wrong-password-refused',
    operation: 'modifyDunning',
    sentence: 'Any password opens a known account for a change of the dunning.',
    change: passwords('modifyDunning', (sent) => sent !== ''),
  },
  {
    id: 'any-password-on-reads',
    breaks: 'authentication.wrong-password-refused',
    sentence: 'Any password opens a known account for reading.',
    change: passwords(reading, (sent) => sent !== ''),
  },
  {
    id: 'wrong-password-is-403',
    breaks: 'authentication.wrong-password-refused',
    operation: 'createIdentity',
    sentence: 'A wrong password is answered with 403.',
    change: ({ errors: { status } }) => ({
      errors: {
        status: on('createIdentity', status, (request, failure) => {
          const sent = parseBasic(request.headers.authorization);
          const known = sent !== undefined && sent.password !== '' && knowsUser(request, sent.username);
          return failure.status === 401 && known ? 403 : status(request, failure);
        }),
      },
    }),
  },
  {
    id: 'unknown-user-let-in',
    breaks: 'authentication.unknown-user-refused',
    operation: 'updateInvoice',
    sentence: 'A user that does not exist acts for the first account.',
    change: letIn('updateInvoice', (request) => {
      const sent = parseBasic(request.headers.authorization);
      return sent !== undefined && sent.username !== '' && !knowsUser(request, sent.username);
    }),
  },
  {
    id: 'other-scheme-let-in',
    breaks: 'authentication.other-scheme-refused',
    operation: 'getInvoice',
    sentence: 'Credentials of another scheme than Basic are not looked at.',
    change: letIn('getInvoice', (request) => request.headers.authorization !== undefined && !isBasic(request)),
  },
  {
    id: 'broken-base64-let-in',
    breaks: 'authentication.broken-base64-refused',
    operation: 'createInvoice',
    sentence: 'Credentials that are not base64 are let in.',
    change: letIn('createInvoice', ({ headers }) => {
      const encoded = /^basic +(\S.*)$/i.exec(headers.authorization ?? '')?.[1];
      return encoded !== undefined && !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded);
    }),
  },
  {
    id: 'broken-base64-is-500',
    breaks: 'authentication.broken-base64-refused',
    operation: 'getIdentity',
    sentence: 'Credentials that are not base64 crash the login.',
    change: ({ errors: { status } }) => ({
      errors: {
        status: on('getIdentity', status, (request, failure) => {
          const encoded = /^basic +(\S.*)$/i.exec(request.headers.authorization ?? '')?.[1];
          const broken = encoded !== undefined && !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded);
          return broken ? 500 : status(request, failure);
        }),
      },
    }),
  },
  {
    id: 'empty-credentials-let-in',
    breaks: 'authentication.empty-credentials-refused',
    operation: 'upsertIdentity',
    sentence: 'Empty credentials are let in.',
    change: letIn('upsertIdentity', (request) => isBasic(request) && ['', ':'].includes(decoded(request))),
  },
  {
    id: 'empty-header-let-in',
    breaks: 'authentication.empty-credentials-refused',
    operation: 'modifyDunning',
    sentence: 'A header Authorization without any value is let in.',
    change: letIn('modifyDunning', ({ headers }) => headers.authorization === ''),
  },
  {
    id: 'empty-password-let-in',
    breaks: 'authentication.empty-password-refused',
    operation: 'getIdentity',
    sentence: 'A known user needs no password.',
    change: passwords('getIdentity', (sent, stored) => sent === '' || sent === stored),
  },
  {
    id: 'user-without-colon-let-in',
    breaks: 'authentication.user-without-colon-refused',
    operation: 'listIdentities',
    sentence: 'The name of a known user, without a colon, is let in.',
    change: letIn('listIdentities', (request) => isBasic(request) && knowsUser(request, decoded(request))),
  },
  {
    id: 'password-prefix-let-in',
    breaks: 'authentication.password-prefix-refused',
    operation: 'commitInvoice',
    sentence: 'Only as many characters of the password are compared as were sent.',
    change: passwords('commitInvoice', (sent, stored) => sent !== '' && stored.startsWith(sent)),
  },
  {
    id: 'password-cut-to-eight',
    breaks: 'authentication.password-extension-refused',
    operation: 'getInvoiceDocuments',
    sentence: 'Characters behind the stored password are not compared.',
    change: passwords('getInvoiceDocuments', (sent, stored) => sent.startsWith(stored)),
  },
  {
    id: 'password-in-any-case',
    breaks: 'authentication.password-case-refused',
    operation: 'getIdentityInvoices',
    sentence: 'Passwords are compared without letter case.',
    change: passwords('getIdentityInvoices', (sent, stored) => sent.toLowerCase() === stored.toLowerCase()),
  },
  {
    id: 'replay-open-to-all',
    breaks: 'authentication.replay-needs-credentials',
    operation: 'createInvoice',
    sentence: 'Stored answers are looked up before credentials are.',
    change: letIn('createInvoice', repeatsKey),
  },
  {
    id: 'replay-of-resend-open-to-all',
    breaks: 'authentication.replay-needs-credentials',
    operation: 'resendInvoice',
    sentence: 'The stored answer of a resend is given to anybody who names the key.',
    change: letIn('resendInvoice', repeatsKey),
  },
] as const satisfies readonly Fault[];
