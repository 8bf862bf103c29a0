/**
 * The rules by which the server behaves, grouped by subject. The default rules keep every documented promise; a fault
 * replaces rules so that one promise is broken, a freedom replaces rules so that none is. Rules are always reached
 * through `request.rules`, so that a replaced rule is seen by all others.
 */

import type {
  AnswerRules,
  AuthenticationRules,
  CommitRules,
  ContentRules,
  DocumentRules,
  DunningRules,
  EffectRules,
  ErrorRules,
  IdempotencyRules,
  IdentityRules,
  InvoiceRules,
  ItemRules,
  ListRules,
  LookupRules,
  ResendRules,
  RoutingRules,
  TrafficRules,
  TransportRules,
  ValidationRules,
} from './rule-groups.ts';
import { answers, errors } from './rules/answers.ts';
import { authentication } from './rules/authentication.ts';
import { content, routing } from './rules/http.ts';
import { idempotency } from './rules/idempotency.ts';
import { identities } from './rules/identities.ts';
import { invoices, items } from './rules/invoices.ts';
import { documents, lists, lookups } from './rules/reading.ts';
import { commit, dunning, resend } from './rules/tasks.ts';
import { effects, traffic, transport } from './rules/transport.ts';
import { validation } from './rules/validation.ts';

export type * from './rule-groups.ts';

export interface Rules {
  authentication: AuthenticationRules;
  routing: RoutingRules;
  content: ContentRules;
  idempotency: IdempotencyRules;
  validation: ValidationRules;
  lookups: LookupRules;
  identities: IdentityRules;
  invoices: InvoiceRules;
  items: ItemRules;
  resend: ResendRules;
  dunning: DunningRules;
  commit: CommitRules;
  documents: DocumentRules;
  lists: ListRules;
  effects: EffectRules;
  errors: ErrorRules;
  answers: AnswerRules;
  transport: TransportRules;
  traffic: TrafficRules;
}

/** Some rules to put in the place of others. */
export type RuleChange = { [Group in keyof Rules]?: Partial<Rules[Group]> };

/** The rules that keep every documented promise. */
export const defaultRules: Rules = {
  authentication,
  routing,
  content,
  idempotency,
  validation,
  lookups,
  identities,
  invoices,
  items,
  resend,
  dunning,
  commit,
  documents,
  lists,
  effects,
  errors,
  answers,
  transport,
  traffic,
};

/** Rules with some replaced. */
export function withChange(rules: Rules, change: RuleChange): Rules {
  const changed = { ...rules };
  for (const group of Object.keys(change) as (keyof Rules)[]) {
    Object.assign(changed, { [group]: { ...rules[group], ...change[group] } });
  }
  return changed;
}
