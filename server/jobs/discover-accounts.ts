import { z } from 'zod'
import { regions as regionsCollector } from '#server/collectors/regions.ts'
import { type CallerIdentity, stsIdentity } from '#server/collectors/sts-identity.ts'
import { parseArn } from '#server/domain/arn.ts'
import { valueOr } from '#server/domain/field.ts'
import { UNIDENTIFIED_ACCOUNT } from '#server/domain/unidentified-account.ts'
import { defineJob, type WorkerContext } from './define-job.ts'
import { runRecorded } from './run-recorded.ts'
import { globalTarget, type TargetAccount } from './targets.ts'
import { tick } from './tick.ts'

type Known = TargetAccount & { home: boolean }

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
    `INSERT INTO aws_account (id, name, alias, partition, home, status, updated_at)
     VALUES ($1, coalesce($2, $1), $2, $3, $4, 'ok', now())
     ON CONFLICT (id) DO UPDATE SET alias = coalesce(EXCLUDED.alias, aws_account.alias),
       name = CASE WHEN aws_account.name = aws_account.id THEN EXCLUDED.name ELSE aws_account.name END,
       partition = EXCLUDED.partition, home = aws_account.home OR EXCLUDED.home, status = 'ok', status_reason = NULL`,
    [identity.accountId, alias, identity.partition, home],
  )
}

async function identify(
  context: WorkerContext,
  account: Known,
  signal: AbortSignal,
): Promise<CallerIdentity | undefined> {
  const found: CallerIdentity[] = []
  const summary = await runRecorded(
    context,
    globalTarget(account),
    stsIdentity,
    undefined,
    signal,
    (items) => {
      found.push(...items)
    },
  )
  const identity = found[0]
  const expected = account.id === UNIDENTIFIED_ACCOUNT || identity?.accountId === account.id
  if (identity && expected) return identity
  const problem = summary.problems[0]
  const reason = identity
    ? `The role leads into account ${identity.accountId}.`
    : `${problem?.permission || problem?.operation || 'AWS'}: ${problem?.message ?? 'no answer'}`
  const status = problem?.state === 'denied' ? 'denied' : 'failed'
  await context.store.pool.query('UPDATE aws_account SET status = $2, status_reason = $3 WHERE id = $1', [
    account.id,
    status,
    reason,
  ])
  context.log.warn({ account: account.id, reason }, 'an account cannot be reached')
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
    `SELECT id, partition, NULL AS "roleArn", NULL AS "externalId", true AS home FROM aws_account WHERE home`,
  )
  const guess: Known = rows[0] ?? {
    id: UNIDENTIFIED_ACCOUNT,
    partition: 'aws',
    roleArn: null,
    externalId: null,
    home: true,
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
      `SELECT id, partition, role_arn AS "roleArn", external_id AS "externalId", home FROM aws_account WHERE enabled`,
    )
    for (const account of rows) {
      if (account.roleArn === null && account.id !== home) continue
      if (account.id !== home) {
        const identity = await identify(context, account, signal)
        if (!identity) continue
        await saveIdentity(context, identity, false)
      }
      await readRegions(context, account, signal)
    }
    await context.send(tick, {})
  },
})
