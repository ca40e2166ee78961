import { z } from 'zod'
import { regions as regionsCollector } from '#server/collectors/regions.ts'
import { type CallerIdentity, stsIdentity } from '#server/collectors/sts-identity.ts'
import { parseArn } from '#server/domain/arn.ts'
import type { CollectorProblem } from '#server/domain/collector-problem.ts'
import { valueOr } from '#server/domain/field.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { UNIDENTIFIED_ACCOUNT } from '#server/domain/unidentified-account.ts'
import { defineJob, type WorkerContext } from './define-job.ts'
import { runRecorded } from './run-recorded.ts'
import { sideBySide } from './side-by-side.ts'
import { globalTarget, TARGET_COLUMNS, type TargetAccount } from './targets.ts'
import { tick } from './tick.ts'

type Known = TargetAccount & { home: boolean; status: string }

/** An account that was reached within this time, about two rounds, is not called out of reach for one failure. */
const PATIENCE_MS = 15 * MINUTE_MS
const WIDTH = 8

/** Adds the accounts whose roles are named in SIGHTLINE_ACCOUNT_ROLES as `arn` or `arn#external-id`. */
async function addConfigured(context: WorkerContext): Promise<void> {
  for (const entry of context.env.SIGHTLINE_ACCOUNT_ROLES) {
    const [roleArn = '', externalId] = entry.split('#')
    const arn = parseArn(roleArn)
    if (!arn?.accountId) {
      context.log.error(
        'SIGHTLINE_ACCOUNT_ROLES holds an entry that is not the ARN of a role; it is left out',
      )
      continue
    }
    await context.store.pool.query(
      `INSERT INTO aws_account (id, name, partition, role_arn, external_id, updated_at) VALUES ($1, $1, $2, $3, $4, now())
       ON CONFLICT (id) DO UPDATE SET role_arn = EXCLUDED.role_arn, external_id = EXCLUDED.external_id`,
      [arn.accountId, arn.partition, roleArn, externalId ?? null],
    )
  }
}

async function saveIdentity(context: WorkerContext, identity: CallerIdentity, home: boolean): Promise<void> {
  const alias = valueOr<string | null>(identity.alias, null) ?? null
  await context.store.pool.query(
    `INSERT INTO aws_account (id, name, alias, partition, home, origin, status, updated_at)
     VALUES ($1, coalesce($2, $1), $2, $3, $4, CASE WHEN $4 THEN 'home' ELSE 'role' END, 'ok', now())
     ON CONFLICT (id) DO UPDATE SET alias = coalesce(EXCLUDED.alias, aws_account.alias),
       name = CASE WHEN aws_account.name = aws_account.id THEN EXCLUDED.name ELSE aws_account.name END,
       partition = EXCLUDED.partition, home = aws_account.home OR EXCLUDED.home, status = 'ok', status_reason = NULL`,
    [identity.accountId, alias, identity.partition, home],
  )
}

type Answer = { identity: CallerIdentity | undefined; problem: CollectorProblem | undefined }

async function askOnce(context: WorkerContext, account: Known, signal: AbortSignal): Promise<Answer> {
  const found: CallerIdentity[] = []
  const { problems } = await runRecorded(
    context,
    globalTarget(account),
    stsIdentity,
    undefined,
    signal,
    (items) => {
      found.push(...items)
    },
  )
  return { identity: found[0], problem: problems[0] }
}

async function wasReachedLately(context: WorkerContext, account: Known): Promise<boolean> {
  if (account.status !== 'ok') return false
  const { rows } = await context.store.pool.query<{ lately: boolean }>(
    `SELECT EXISTS (SELECT FROM collector_run WHERE collector = $1 AND account_id = $2 AND started_at > $3
       AND status IN ('ok', 'partial')) AS lately`,
    [stsIdentity.id, account.id, new Date(context.clock() - PATIENCE_MS)],
  )
  return rows[0]?.lately ?? false
}

/** Asks whose credentials these are, twice where it fails; what was denied, or fails for longer, is written down. */
async function identify(
  context: WorkerContext,
  account: Known,
  signal: AbortSignal,
): Promise<CallerIdentity | undefined> {
  let { identity, problem } = await askOnce(context, account, signal)
  if (!identity && problem?.state !== 'denied' && !signal.aborted)
    ({ identity, problem } = await askOnce(context, account, signal))
  const expected = account.id === UNIDENTIFIED_ACCOUNT || identity?.accountId === account.id
  if (identity && expected) return identity
  if (signal.aborted) return undefined
  const where = account.profile && !account.roleArn ? 'profile' : 'role'
  const reason = identity
    ? `The ${where} leads into account ${identity.accountId}.`
    : `${problem?.permission || problem?.operation || 'AWS'}: ${problem?.message ?? 'no answer'}`
  context.log.warn({ account: account.id, reason }, 'an account cannot be reached')
  const status = problem?.state === 'denied' ? 'denied' : 'failed'
  if (!identity && status === 'failed' && (await wasReachedLately(context, account))) return undefined
  await context.store.pool.query('UPDATE aws_account SET status = $2, status_reason = $3 WHERE id = $1', [
    account.id,
    status,
    reason,
  ])
  return undefined
}

async function readRegions(
  context: WorkerContext,
  account: TargetAccount,
  signal: AbortSignal,
): Promise<void> {
  await runRecorded(context, globalTarget(account), regionsCollector, undefined, signal, async (items) => {
    const enabled = items.filter((item) => item.enabled).map((item) => item.region)
    await context.store.pool.query('UPDATE aws_account SET enabled_regions = $2 WHERE id = $1', [
      account.id,
      enabled,
    ])
  })
}

async function discoverHome(context: WorkerContext, signal: AbortSignal): Promise<string | undefined> {
  const { rows } = await context.store.pool.query<Known>(
    `SELECT id, partition, NULL AS "roleArn", NULL AS "externalId", true AS home, status FROM aws_account WHERE home`,
  )
  const guess: Known = rows[0] ?? {
    id: UNIDENTIFIED_ACCOUNT,
    partition: 'aws',
    roleArn: null,
    externalId: null,
    home: true,
    status: 'pending',
  }
  const identity = await identify(context, { ...guess, id: UNIDENTIFIED_ACCOUNT }, signal)
  if (!identity) return undefined
  if (rows[0] && rows[0].id !== identity.accountId) {
    await context.store.pool.query(
      `UPDATE aws_account SET home = false, status = 'failed', status_reason = $1 WHERE home`,
      [`The program's own credentials now belong to account ${identity.accountId}.`],
    )
  }
  await saveIdentity(context, identity, true)
  await context.store.pool.query('UPDATE collector_run SET account_id = $1 WHERE account_id = $2', [
    identity.accountId,
    UNIDENTIFIED_ACCOUNT,
  ])
  return identity.accountId
}

/** Finds out whose credentials these are, reaches every member account by its role, and reads which regions are enabled. */
export const discoverAccounts = defineJob({
  name: 'discover-accounts',
  input: z.object({}),
  keyOf: () => 'all',
  concurrency: 1,
  schedule: { cron: '*/10 * * * *', input: {} },
  expireInSeconds: 900,
  async run(context, _input, signal) {
    await addConfigured(context)
    const home = await discoverHome(context, signal)
    const { rows } = await context.store.pool.query<Known>(
      `SELECT ${TARGET_COLUMNS}, home, status FROM aws_account WHERE enabled`,
    )
    const reachable = rows.filter(({ id, roleArn, profile }) => roleArn || profile || id === home)
    const look = async (account: Known) => {
      if (account.id !== home) {
        const identity = await identify(context, account, signal)
        if (!identity) return
        await saveIdentity(context, identity, false)
      }
      await readRegions(context, account, signal)
    }
    await sideBySide(reachable, WIDTH, look)
    await context.send(tick, {})
  },
})
