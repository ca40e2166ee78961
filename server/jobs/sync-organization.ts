import type { PoolClient } from 'pg'
import { z } from 'zod'
import { RESOURCE_COLLECTORS } from '#server/collectors/index.ts'
import type { CollectorProblem } from '#server/domain/collector-problem.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import { SWITCHED_OFF_BY_ORGANIZATION } from '#server/domain/switched-off.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { jsonText, plainText } from '#server/store/json-text.ts'
import { currentRecords } from '#server/store/save-resources.ts'
import { announceChanges } from './announce-changes.ts'
import { defineJob, type WorkerContext } from './define-job.ts'
import { discoverAccounts } from './discover-accounts.ts'
import { type Member, selectMembers } from './select-members.ts'
import { sweepKind } from './sweep-kind.ts'
import { findTarget, type Target } from './targets.ts'

type Source = {
  id: number
  accountId: string
  roleName: string
  externalId: string | null
  units: string[]
  tags: string[]
  regions: string[]
}

const LEFT = 'It left the organization.'

async function saveMember(db: PoolClient, source: Source, member: Member, partition: string): Promise<void> {
  const roleArn = `arn:${partition}:iam::${member.id}:role/${source.roleName}`
  const name = plainText(member.name) || member.id
  await db.query(
    `INSERT INTO aws_account (id, name, partition, role_arn, external_id, origin, source_id, ou_path, tags, regions, updated_at)
     VALUES ($1, $2, $3, $4, $5, 'organization', $6, $7, coalesce($8::jsonb, '{}'), $9, now())
     ON CONFLICT (id) DO UPDATE SET role_arn = EXCLUDED.role_arn, external_id = EXCLUDED.external_id,
       name = CASE WHEN aws_account.name = aws_account.id THEN EXCLUDED.name ELSE aws_account.name END,
       source_id = EXCLUDED.source_id,
       status = CASE WHEN aws_account.enabled THEN aws_account.status ELSE 'pending' END,
       enabled = aws_account.enabled OR starts_with(coalesce(aws_account.status_reason, ''), $10),
       status_reason = CASE WHEN starts_with(coalesce(aws_account.status_reason, ''), $10) THEN NULL
         ELSE aws_account.status_reason END
     WHERE aws_account.origin = 'organization'`,
    [
      member.id,
      name,
      partition,
      roleArn,
      source.externalId,
      source.id,
      member.ouPath,
      member.tags && jsonText(member.tags),
      source.regions,
      SWITCHED_OFF_BY_ORGANIZATION,
    ],
  )
}

/** Unit and tags are told of every account that is known, however it came to be watched. */
async function noteUnitAndTags(db: PoolClient, member: Member): Promise<void> {
  await db.query(
    `UPDATE aws_account SET ou_path = coalesce($2, ou_path), tags = coalesce($3::jsonb, tags), updated_at = now()
     WHERE id = $1`,
    [member.id, member.ouPath && plainText(member.ouPath), member.tags && jsonText(member.tags)],
  )
}

async function switchOff(db: PoolClient, source: Source, id: string, reason: string): Promise<void> {
  await db.query(
    `UPDATE aws_account SET enabled = false, status_reason = $3, updated_at = now()
     WHERE id = $1 AND source_id = $2 AND origin = 'organization' AND enabled`,
    [id, source.id, `${SWITCHED_OFF_BY_ORGANIZATION}${reason}`],
  )
}

/** Brings the watched accounts in line with the organization; nothing is deleted, and what cannot be told stays as it is. */
export async function applyMembers(
  context: WorkerContext,
  source: Source,
  members: Member[],
  partition: string,
): Promise<void> {
  await inTransaction(context.store.pool, async (db) => {
    for (const member of members) {
      if (member.watched && member.id !== source.accountId) await saveMember(db, source, member, partition)
      if (member.watched === false) await switchOff(db, source, member.id, member.reason ?? LEFT)
      await noteUnitAndTags(db, member)
    }
    const { rows } = await db.query<{ id: string }>('SELECT id FROM aws_account WHERE source_id = $1', [
      source.id,
    ])
    const present = new Set(members.map((member) => member.id))
    for (const { id } of rows) if (!present.has(id)) await switchOff(db, source, id, LEFT)
  })
}

type Run = { items: number; problems: CollectorProblem[] }

async function lastRun(context: WorkerContext, target: Target, collector: string): Promise<Run | undefined> {
  const { rows } = await context.store.pool.query<Run>(
    `SELECT items, problems FROM collector_run WHERE collector = $1 AND account_id = $2 AND region = $3
     ORDER BY started_at DESC LIMIT 1`,
    [collector, target.account.id, target.region],
  )
  return rows[0]
}

type Outcome = { status: 'ok' | 'denied' | 'failed'; reason: string | null }

async function sync(
  context: WorkerContext,
  source: Source,
  target: Target,
  signal: AbortSignal,
): Promise<Outcome> {
  const collector = RESOURCE_COLLECTORS.find(({ kind }) => kind === 'organization')
  if (!collector) return { status: 'failed', reason: 'This version cannot read organizations.' }
  const { pool } = context.store
  const changed = await sweepKind(context, target, collector, 'organization', signal)
  await announceChanges(context, target.account.id, changed)
  const run = await lastRun(context, target, collector.id)
  const problem = run?.problems[0]
  const scope = { accountId: target.account.id, region: target.region, kind: 'organization' }
  const [record] = (await currentRecords(pool, scope)).values()
  const told = problem && `${problem.permission || problem.operation}: ${problem.message}`
  const status = problem?.state === 'denied' ? 'denied' : 'failed'
  // What an earlier run stored tells nothing of today.
  const isSeen = run !== undefined && run.items > 0
  if (!isSeen || record?.kind !== 'organization')
    return { status, reason: told ?? 'The account is in no organization.' }
  const members = selectMembers(record, source)
  if (!members) return { status, reason: told ?? 'The accounts could not be listed.' }
  await applyMembers(context, source, members, target.account.partition)
  const unsure = members.filter((member) => member.watched === undefined).length
  return { status: 'ok', reason: unsure > 0 ? `${unsure} accounts' units or tags could not be read.` : null }
}

/** Asks an organization for its accounts, and watches those that the source wants, by its role. */
export const syncOrganization = defineJob({
  name: 'sync-organization',
  input: z.object({ sourceId: z.number().int() }),
  keyOf: (input) => String(input.sourceId),
  concurrency: 2,
  expireInSeconds: 1800,
  async run(context, input, signal) {
    const { pool } = context.store
    const { rows } = await pool.query<Source>(
      `SELECT id, account_id AS "accountId", role_name AS "roleName", external_id AS "externalId", units, tags, regions
       FROM organization_source WHERE id = $1 AND enabled`,
      [input.sourceId],
    )
    const source = rows[0]
    if (!source) return
    const target = await findTarget(context, { accountId: source.accountId, region: GLOBAL_REGION })
    const { status, reason } = target
      ? await sync(context, source, target, signal)
      : { status: 'failed' as const, reason: `Account ${source.accountId} is not watched.` }
    if (signal.aborted) return
    await pool.query(
      'UPDATE organization_source SET status = $2, status_reason = $3, last_sync_at = $4 WHERE id = $1',
      [source.id, status, reason, new Date(context.clock())],
    )
    await context.send(discoverAccounts, {})
  },
})
