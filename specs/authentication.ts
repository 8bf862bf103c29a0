/** Authentication: RFC 7617 credentials on every operation, and a 401 that serves nothing and does nothing. */
import { catalogue } from '../contracts/requirements/index.ts';
import type { Departure, ValidCall } from '../helpers/api.ts';
import { effectOf, expectNoEffect } from '../helpers/effects.ts';
import { expectStatus, expectSuccess } from '../helpers/expect.ts';
import { ArrangementFailed } from '../helpers/failures.ts';
import { headerOf, isSuccess } from '../helpers/http/answer.ts';
import { basicAuthorization, type Credentials } from '../helpers/http/redaction.ts';
import { quiet } from '../helpers/settle.ts';
import { type CheckContext, everyAnswer, notApplicable, requirement } from '../helpers/spec.ts';

/** A valid call that all refusals of one operation share: none of them may have an effect. */
function sharedCall({ operation, arrange, knowledge }: CheckContext): Promise<ValidCall> {
  return knowledge.once(`a call of ${operation} to refuse`, () => arrange.validCall(operation));
}

async function expectRefusal(context: CheckContext, departure: Departure, what: string): Promise<void> {
  const call = await sharedCall(context);
  const answer = await context.api.call(call, { ...departure, note: what });
  expectStatus(answer, [401], `${context.operation} with ${what}`);
}

const raw = (text: string) => `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;

requirement('authentication.missing-credentials-refused', (context) =>
  expectRefusal(context, { credentials: 'none' }, 'no Authorization header'),
);

requirement('authentication.wrong-password-refused', async (context) => {
  const { username } = context.session.target.account;
  const password = `not-${context.invent.word()}`;
  await expectRefusal(context, { credentials: { username, password } }, 'a wrong password');
});

requirement('authentication.unknown-user-refused', async (context) => {
  const { password } = context.session.target.account;
  const username = context.arrange.absentReference();
  await expectRefusal(context, { credentials: { username, password } }, 'an unknown user');
});

requirement('authentication.other-scheme-refused', async (context) => {
  const credentials = basicAuthorization(context.session.target.account).slice('Basic '.length);
  await expectRefusal(context, { authorization: `Bearer ${credentials}` }, 'the Bearer scheme');
  await expectRefusal(context, { authorization: `Digest ${credentials}` }, 'the Digest scheme');
});

requirement('authentication.broken-base64-refused', (context) =>
  expectRefusal(context, { authorization: 'Basic %%%not-base64%%%' }, 'credentials that are not base64'),
);

requirement('authentication.empty-credentials-refused', async (context) => {
  await expectRefusal(context, { authorization: '' }, 'an empty Authorization header');
  await expectRefusal(context, { authorization: 'Basic' }, 'the scheme alone');
  await expectRefusal(context, { authorization: raw(':') }, 'an empty user and password');
});

requirement('authentication.empty-password-refused', async (context) => {
  const { username } = context.session.target.account;
  await expectRefusal(context, { credentials: { username, password: '' } }, 'an empty password');
});

requirement('authentication.user-without-colon-refused', async (context) => {
  const { username } = context.session.target.account;
  await expectRefusal(context, { authorization: raw(username) }, 'a user and no colon');
});

/** The target's account with another password; the check is not applicable where it would be the same one. */
function withPassword({ session }: CheckContext, change: (password: string) => string): Credentials {
  const { username, password } = session.target.account;
  const changed = change(password);
  if (changed === password) notApplicable('the password reads the same in that form');
  return { username, password: changed };
}

requirement('authentication.password-prefix-refused', async (context) => {
  const credentials = withPassword(context, (password) => password.slice(0, -1));
  await expectRefusal(context, { credentials }, 'the password without its last character');
});

requirement('authentication.password-extension-refused', async (context) => {
  for (const more of ['x', ' ']) {
    const credentials = withPassword(context, (password) => `${password}${more}`);
    await expectRefusal(context, { credentials }, `the password and ${more === ' ' ? 'a space' : 'a character'} more`);
  }
});

requirement('authentication.password-case-refused', async (context) => {
  const { username, password } = context.session.target.account;
  const variants = [password.toUpperCase(), password.toLowerCase()].filter((variant) => variant !== password);
  if (variants.length === 0) notApplicable('the password has no letters');
  for (const variant of variants) {
    await expectRefusal(
      context,
      { credentials: { username, password: variant } },
      'the password in another letter case',
    );
  }
});

requirement('authentication.user-compared-whole', async (context) => {
  const { username, password } = context.session.target.account;
  for (const [variant, what] of [
    [username.slice(0, -1), 'the user name without its last character'],
    [`${username}x`, 'the user name and a character more'],
    [`${username} `, 'the user name and a space behind it'],
    [` ${username}`, 'the user name and a space before it'],
  ] as const) {
    if (variant === context.session.target.secondAccount?.username) continue;
    await expectRefusal(context, { credentials: { username: variant, password } }, what);
  }
});

requirement('authentication.password-of-another-account-refused', async (context) => {
  const { username, password } = context.session.target.account;
  const other = context.secondAccount();
  if (other.password === password) notApplicable('both accounts have one password');
  await expectRefusal(context, { credentials: { username, password: other.password } }, "another account's password");
});

requirement('authentication.refused-call-has-no-effect', async (context) => {
  const { api, arrange, operation, session } = context;
  const call = await arrange.validCall(operation);
  const effect = await effectOf(call, context);
  const before = await effect.look();
  const wrong = { username: session.target.account.username, password: `not-${context.invent.word()}` };
  for (const credentials of ['none', wrong] as const) {
    const what = credentials === 'none' ? 'no Authorization header' : 'a wrong password';
    const answer = await api.call(call, { credentials, note: what });
    if (isSuccess(answer.status)) throw new ArrangementFailed(`the call with ${what} was not refused`);
    await quiet(session);
    await expectNoEffect(
      effect,
      before,
      `${operation} with ${what} was answered with ${answer.status} and carried out`,
    );
  }
});

requirement('authentication.replay-needs-credentials', async (context) => {
  const { api, arrange, operation, session } = context;
  const call = await arrange.validCall(operation);
  const key = context.newKey();
  const first = await api.call(call, { key, note: 'the first use of the key' });
  if (!isSuccess(first.status)) throw new ArrangementFailed(`${operation} was not accepted: ${first.status}`);
  const again = await api.call(call, { key, credentials: 'none', note: 'the key again, without credentials' });
  expectStatus(again, [401], 'the key again without credentials');
  const wrong = { username: session.target.account.username, password: `not-${context.invent.word()}` };
  const wrongly = await api.call(call, { key, credentials: wrong, note: 'the key again, with a wrong password' });
  expectStatus(wrongly, [401], 'the key again with a wrong password');
});

requirement('authentication.scheme-name-any-case', async (context) => {
  const credentials = basicAuthorization(context.session.target.account).slice('Basic '.length);
  const call = await context.arrange.validCall(context.operation);
  const answer = await context.api.call(call, {
    authorization: `basic ${credentials}`,
    note: 'the scheme in lower case',
  });
  expectSuccess(answer, `${context.operation} with the scheme name 'basic'`);
});

everyAnswer('authentication.challenge', ({ answer }) => {
  if (answer?.status !== 401) return 'not concerned';
  if (headerOf(answer, 'www-authenticate') !== undefined) return 'kept';
  return { broken: 'a 401 has no WWW-Authenticate header', expected: catalogue['authentication.challenge'].text };
});

everyAnswer('authentication.challenge-basic-realm', ({ answer }) => {
  if (answer?.status !== 401) return 'not concerned';
  const challenge = headerOf(answer, 'www-authenticate');
  if (challenge === undefined) return 'not concerned';
  if (/(^|,)\s*basic\s([^,]*,)*?[^,]*\brealm\s*=/i.test(challenge)) return 'kept';
  return { broken: `the challenge is '${challenge}'`, expected: 'Basic realm="…"' };
});
