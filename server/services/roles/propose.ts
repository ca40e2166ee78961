import { formatPolicy } from '#server/domain/access/least-privilege/format-policy.ts'
import type { LastAccessedService } from '#server/domain/access/least-privilege/last-accessed-service.ts'
import { policyDiff } from '#server/domain/access/least-privilege/policy-diff.ts'
import { proposePolicy } from '#server/domain/access/least-privilege/propose-policy.ts'
import { type Field, failed, known } from '#server/domain/field.ts'
import { loadActionTable } from '#server/domain/iam/action-table.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { type Clock, DAY_MS } from '#server/domain/time.ts'
import { eventsCompleteFrom, observedCalls } from '#server/store/observed-calls.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { Store } from '#server/store/store.ts'
import { readLastAccessed } from './last-accessed.ts'
import { POLICY_FORMATS, type RoleProposal } from './schema.ts'

type Asked = {
  role: { id: number | null; record: RoleRecord }
  /** The one function whose needs count; null for all that run as the role. */
  functionId: number | null
  days: number
}

type FunctionRow = { id: number; name: string; record: FunctionRecord }

/** Functions that run as the role, with their records. */
function functionsOf({ pool }: Store, { role, functionId }: Asked): Promise<FunctionRow[]> {
  const which = functionId === null ? sql`TRUE` : sql`r.id = ${functionId}`
  return queryRows<FunctionRow>(
    pool,
    sql`SELECT r.id, r.name, v.record FROM resource r JOIN resource_version v ON v.id = r.current_version_id
      WHERE r.kind = 'function' AND r.deleted_at IS NULL AND r.summary->>'roleArn' = ${role.record.arn} AND ${which} ORDER BY r.name, r.id LIMIT 2000`,
  )
}

async function mappingsOf({ pool }: Store, functions: FunctionRow[]): Promise<EventSourceMappingRecord[]> {
  const rows = await queryRows<{ record: EventSourceMappingRecord }>(
    pool,
    sql`SELECT v.record FROM resource r JOIN resource_version v ON v.id = r.current_version_id
      WHERE r.kind = 'event-source-mapping' AND r.deleted_at IS NULL AND r.account_id = ANY(${[...new Set(functions.map((one) => one.record.accountId))]}::text[])
        AND r.summary->>'functionName' = ANY(${functions.map((one) => one.name)}::text[]) ORDER BY r.id`,
  )
  return rows.map((row) => row.record)
}

/**
 * A policy of what the role was seen to use and what its functions need. For one function, the calls of that function's
 * sessions alone count, so that it can have a role of its own.
 */
export async function propose(
  { store, clock }: { store: Store; clock: Clock },
  asked: Asked,
): Promise<RoleProposal> {
  const { record, id } = { ...asked.role }
  const { accountId, arn, name } = record
  const window = { from: new Date(clock() - asked.days * DAY_MS), to: new Date(clock()) }
  const functions = await functionsOf(store, asked)
  const session = asked.functionId === null ? null : (functions[0]?.name ?? null)
  const [mappings, observed, completeFrom, lastAccessed, table] = await Promise.all([
    mappingsOf(store, functions),
    observedCalls(store.pool, { accountId, roleName: name, session }, window),
    eventsCompleteFrom(store.pool, accountId),
    readLastAccessed(store.pool, arn),
    loadActionTable(),
  ])
  const proposal = proposePolicy({
    record,
    functions: functions.map((one) => one.record),
    mappings,
    observed,
    lastAccessed:
      (lastAccessed?.body as Field<LastAccessedService[]> | undefined) ?? failed('it was not asked for yet'),
    // A trail may record one bucket's objects alone: seeing some says nothing of the others.
    dataEvents: known([]),
    window: {
      from: window.from.toISOString(),
      to: window.to.toISOString(),
      completeFrom: completeFrom?.toISOString() ?? null,
    },
    table,
  })
  const names = { roleName: name, ...(session === null ? {} : { functionName: session }) }
  const formatted = POLICY_FORMATS.map(
    (format) => [format, formatPolicy(proposal.policy, format, names)] as const,
  )
  const ofForms = proposal.state === 'proposed' ? formatted.flatMap(([, { warnings: own }]) => own) : []
  const warnings = new Set([...proposal.warnings, ...ofForms])
  return {
    role: { id, arn, name },
    functions: functions.map((one) => ({ id: one.id, name: one.name })),
    proposal: { ...proposal, warnings: [...warnings] },
    diff: policyDiff(proposal.today, proposal.policy),
    texts: Object.fromEntries(formatted.map(([format, { text }]) => [format, text])) as RoleProposal['texts'],
  }
}
