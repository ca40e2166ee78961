import type { PolicyProposal } from '#server/domain/access/access.ts'
import { type Field, valueOr } from '#server/domain/field.ts'
import type { ActionTable } from '#server/domain/iam/action-table.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { buildStatements } from './build-statements.ts'
import { configurationNeeds } from './configuration-needs.ts'
import { allGranted, type GrantedAction, grantedActions } from './granted-actions.ts'
import type { LastAccessedService } from './last-accessed-service.ts'
import type { JsonPolicy } from './normal-statement.ts'
import type { ObservedCall } from './observed-call.ts'
import { proposalLines } from './proposal-lines.ts'
import { proposalWarnings } from './proposal-warnings.ts'
import { mergedPolicy, todayStatements } from './today-statements.ts'
import { wantHidden } from './want-hidden.ts'
import { wantObserved } from './want-observed.ts'
import { because, Wants } from './wants.ts'

export type ProposeInput = {
  record: RoleRecord
  /** All functions that run as the role. */
  functions: FunctionRecord[]
  mappings: EventSourceMappingRecord[]
  observed: ObservedCall[]
  lastAccessed: Field<LastAccessedService[]>
  /** IAM prefixes whose data events are stored; management events always are. */
  dataEvents: Field<string[]>
  /** ISO 8601. `completeFrom`: since when the stored history has no gap; null where there is none. */
  window: { from: string; to: string; completeFrom: string | null }
  table: ActionTable
}

/**
 * The policy that a role needs, as far as can be seen: never less than what was observed, never more than what it has
 * today. Deny statements and conditions stay as they are; a boundary and SCPs are not part of it.
 */
export function proposePolicy(input: ProposeInput): PolicyProposal {
  const { record, observed, lastAccessed, window, table } = input
  const { statements, unseen } = todayStatements(record)
  const reason = whyUnknown(input, unseen)
  const today = JSON.stringify(mergedPolicy(statements), null, 2)
  const grants = grantedActions(statements, table)
  const granted = allGranted(grants)
  if (reason !== null) return unknownProposal(input, today, granted.size, reason)

  const wants = new Wants()
  const ungrantedNeeds = wantConfigured(input, granted, wants)
  const seen = wantObserved(observed, granted, table, wants)
  const recorded = new Set((valueOr(input.dataEvents, []) ?? []).map((service) => service.toLowerCase()))
  const seenServices = seen.services
  const hidden = wantHidden({ granted, lastAccessed, recorded, seenServices, from: window.from }, wants)
  const built = buildStatements(grants, wants)
  const denies = mergedPolicy(statements.filter(({ effect }) => effect === 'Deny')).Statement
  const policy: JsonPolicy = { Version: '2012-10-17', Statement: [...built.statements, ...denies] }
  const kept = wants.all().filter(({ action }) => built.resources.has(action.toLowerCase()))
  return {
    state: 'proposed',
    reason: null,
    window: { from: window.from, to: window.to },
    policy: JSON.stringify(policy, null, 2),
    today,
    counts: {
      granted: granted.size,
      observed: kept.filter(({ decision }) => decision === 'keep').length,
      proposed: kept.length,
    },
    lines: proposalLines(grants, wants, built, hidden.dropped, table),
    notObservable: [...hidden.notObservable].map(([service, { why }]) => ({ service, why })),
    warnings: proposalWarnings(input, { seen, hidden, ungrantedNeeds, statements: policy.Statement.length }),
  }
}

/** Adds what the functions' configuration needs; answers with what it needs and is not granted. */
function wantConfigured(input: ProposeInput, granted: Map<string, GrantedAction>, wants: Wants): string[] {
  const missing = new Set<string>()
  for (const fn of input.functions) {
    const mappings = input.mappings.filter((mapping) => isMappingOf(mapping, fn))
    for (const need of configurationNeeds(fn, mappings))
      for (const action of need.actions) {
        const grant = granted.get(action.toLowerCase())
        if (!grant && !need.perhaps) missing.add(`${action} (${need.text})`)
        if (!grant || (need.perhaps && grant.width === 'everything')) continue
        wants.add(grant.name, 'keep', need.resources, because('configuration', need.text))
      }
  }
  return [...missing]
}

function isMappingOf(mapping: EventSourceMappingRecord, fn: FunctionRecord): boolean {
  const arn = valueOr(mapping.functionArn, '')
  return arn === fn.arn || (arn ?? '').startsWith(`${fn.arn}:`)
}

function whyUnknown({ observed, lastAccessed, window }: ProposeInput, unseen: string[]): string | null {
  if (unseen.length > 0) return `Not all of today's policies could be read: ${unseen.join('; ')}.`
  if (window.completeFrom === null && observed.length === 0 && lastAccessed.state !== 'known')
    return 'Nothing was watched yet: no calls are stored, and IAM has not told when the role last used what.'
  return null
}

function unknownProposal(
  { window }: ProposeInput,
  today: string,
  granted: number,
  reason: string,
): PolicyProposal {
  return {
    state: 'unknown',
    reason,
    window: { from: window.from, to: window.to },
    policy: JSON.stringify({ Version: '2012-10-17', Statement: [] }, null, 2),
    today,
    counts: { granted, observed: 0, proposed: 0 },
    lines: [],
    notObservable: [],
    warnings: [],
  }
}
