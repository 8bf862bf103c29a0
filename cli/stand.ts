/** From what is known of a target to one that can be asked. */
import type { TargetDraft } from '../helpers/configuration/assemble.ts';
import type { Target } from '../helpers/target.ts';
import { startSandbox } from '../sandbox/start.ts';

/** The target of a draft; the sandbox is started where it is the target. */
export async function stand(draft: TargetDraft): Promise<{ target: Target; close: () => Promise<void> }> {
  const { url, account } = draft;
  if (url !== undefined && account !== undefined) return { target: { ...draft, url, account }, close: async () => {} };
  const sandbox = await startSandbox({ managementPort: false });
  const [own, secondAccount] = sandbox.accounts;
  if (own === undefined || secondAccount === undefined) throw new Error('the sandbox has two accounts');
  return { target: { ...draft, url: sandbox.url, account: own, secondAccount }, close: () => sandbox.close() };
}
