import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import type { Pool } from 'pg'
import { z } from 'zod'
import { asTextMap } from '#server/domain/json.ts'
import { DEFAULT_LABEL_KEYS, type LabelKeys } from '#server/domain/labels.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import { tagKeys } from '#server/services/labels/schema.ts'
import { moveCursor, readCursor } from '#server/store/cursors.ts'
import { collectedKinds, inputsVersion } from '#server/store/derive-inputs.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { retireDeleted } from '#server/store/save-derived.ts'
import { readSeenByTrail, type SeenByTrail } from '#server/store/seen-by-trail.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { defineJob } from './define-job.ts'
import { deriveCalls } from './derive-calls.ts'
import { deriveFunctions, type LabelContext } from './derive-functions.ts'
import { daysOfUse, derivePrincipals } from './derive-principals.ts'
import { readSources } from './derive-sources.ts'
import { accountInput, findTarget } from './targets.ts'

const { version: RELEASE } = createRequire(import.meta.url)('#package.json') as { version: string }

/** Another release may see more in the same inputs: everything is then worked out again. To be raised within a release. */
const REVISION = `${RELEASE} 3`

const MAX_ROUNDS = 4
const NOTHING_SHARED = createHash('sha256').digest('hex')

type Cursor = { version: string; sharedHash: string }

async function labelContext(pool: Pool, accountId: string): Promise<LabelContext> {
  const [[account], [setting]] = await Promise.all([
    queryRows<{ owner: string | null; environment: string | null; tags: unknown }>(
      pool,
      sql`SELECT owner, environment, tags FROM aws_account WHERE id = ${accountId}`,
    ),
    queryRows<{ value: unknown }>(pool, sql`SELECT value FROM setting WHERE key = 'tag-keys'`),
  ])
  const stored = tagKeys.safeParse(setting?.value)
  const keys: LabelKeys = stored.success ? stored.data : DEFAULT_LABEL_KEYS
  return {
    account: {
      owner: account?.owner ?? null,
      environment: account?.environment ?? null,
      tags: asTextMap(account?.tags),
    },
    keys,
  }
}

/** By day, as what is used all the time is no news. */
function daysSeen({ use, invocations }: SeenByTrail): string {
  const used = Object.entries(use).map(([role, services]) => `${role} ${daysOfUse(services)}`)
  const calls = invocations.map((one) =>
    [one.role, one.session, one.toArn, one.synchronous, one.lastSeenAt.slice(0, 10)].join(' '),
  )
  return [...used, ...calls].sort().join('\n')
}

export type DeriveOutcome = {
  /** False where nothing changed since the last time, so that nothing was loaded. */
  looked: boolean
  principals: number
  functions: number
  /** Other accounts that may have to be looked at again. */
  touched: string[]
}

/** Works out roles' access and functions' triggers, reach and calls of one account, as far as their inputs changed. */
export async function workOutAccount(
  pool: Pool,
  accountId: string,
  now: Date,
  signal?: AbortSignal,
): Promise<DeriveOutcome> {
  const key = { collector: 'derive-account', accountId, region: '' }
  const seen = await readSeenByTrail(pool, accountId, now)
  const text = [REVISION, daysSeen(seen), await inputsVersion(pool, accountId, now)].join('|')
  const version = createHash('sha256').update(text).digest('hex')
  const cursor = await readCursor<Cursor>(pool, key)
  if (cursor?.version === version) return { looked: false, principals: 0, functions: 0, touched: [] }
  const collected = await collectedKinds(pool, accountId, now)
  const [sources, labels] = await Promise.all([
    readSources(pool, accountId, collected),
    labelContext(pool, accountId),
  ])
  const isComplete = (kind: 'role' | 'user') => collected.has(`${accountId}/${GLOBAL_REGION}/${kind}`)
  const common = { accountId, sources, revision: REVISION, now }
  const principals = await derivePrincipals(
    pool,
    { ...common, use: seen.use, complete: isComplete('role'), usersComplete: isComplete('user') },
    signal,
  )
  const functions = await deriveFunctions(pool, { ...common, principals, labels }, signal)
  await deriveCalls(pool, { accountId, sources, principals, seen: seen.invocations })
  await inTransaction(pool, async (db) => {
    await retireDeleted(db, accountId, now)
    await moveCursor(db, key, { version, sharedHash: sources.sharedHash } satisfies Cursor, now)
  })
  const everybody =
    (cursor?.sharedHash ?? NOTHING_SHARED) === sources.sharedHash ? [] : await otherAccounts(pool, accountId)
  return {
    looked: true,
    principals: principals.derived,
    functions,
    touched: [...new Set([...sources.touched, ...everybody])],
  }
}

async function otherAccounts(pool: Pool, accountId: string): Promise<string[]> {
  const rows = await queryRows<{ id: string }>(
    pool,
    sql`SELECT id FROM aws_account WHERE enabled AND id <> ${accountId}`,
  )
  return rows.map((row) => row.id)
}

/** Works out what roles may do, how functions are invoked, who reaches them, and what lists filter by. */
export const deriveAccount = defineJob({
  name: 'derive-account',
  input: accountInput,
  keyOf: (input) => input.accountId,
  concurrency: 1,
  expireInSeconds: 1800,
  async run(context, { accountId }, signal) {
    const target = await findTarget(context, { accountId, region: GLOBAL_REGION })
    if (!target) return
    const { pool } = context.store
    const touched = new Set<string>()
    // What changed meanwhile sent no job of its own, as this one was running.
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const outcome = await workOutAccount(pool, accountId, new Date(context.clock()), signal)
      if (!outcome.looked) break
      for (const id of outcome.touched) touched.add(id)
    }
    const known = await otherAccounts(pool, accountId)
    const inputs = known.filter((id) => touched.has(id)).map((id) => ({ accountId: id }))
    if (inputs.length > 0) await context.sendAll(deriveAccount, inputs)
  },
})

/** Has every account looked at now and then, for what changes without a sweep: use, labels, other accounts' sources. */
export const deriveAccounts = defineJob({
  name: 'derive-accounts',
  input: z.object({}),
  keyOf: () => 'all',
  concurrency: 1,
  schedule: { cron: '*/15 * * * *', input: {} },
  expireInSeconds: 600,
  async run(context) {
    const ids = await otherAccounts(context.store.pool, '')
    await context.sendAll(
      deriveAccount,
      ids.map((accountId) => ({ accountId })),
    )
  },
})
