import type { Pool } from 'pg'
import { z } from 'zod'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { WorkerContext } from './define-job.ts'

export type TargetAccount = {
  id: string
  partition: string
  roleArn: string | null
  externalId: string | null
  profile?: string | null
}

/** The columns of aws_account that make a TargetAccount. */
export const TARGET_COLUMNS = `id, partition, role_arn AS "roleArn", external_id AS "externalId", profile`

/** One account in one region (or GLOBAL_REGION): what a collector is run on. */
export type Target = { account: TargetAccount; region: string }

export const accountInput = z.object({ accountId: z.string() })
export const targetInput = z.object({ accountId: z.string(), region: z.string() })
export type TargetInput = z.infer<typeof targetInput>
export const targetKey = (input: TargetInput) => `${input.accountId}/${input.region}`

export type WatchedAccount = TargetAccount & { regions: string[]; activeRegions: string[]; status: string }

/** Where functions are likeliest comes first, so that the first screen fills soon. */
function likelihood(region: string): number {
  if (region === process.env.AWS_REGION || region === process.env.AWS_DEFAULT_REGION) return 3
  return region === 'us-east-1' ? 2 : region === 'eu-west-1' ? 1 : 0
}

/** Accounts that are switched on, with the regions to watch and those that hold functions. */
export async function watchedAccounts(pool: Pool, onlyRegions: string[]): Promise<WatchedAccount[]> {
  const { rows } = await pool.query<WatchedAccount & { chosen: string[]; enabledRegions: string[] }>(
    `SELECT ${TARGET_COLUMNS}, a.regions AS chosen, a.enabled_regions AS "enabledRegions", a.status,
       ARRAY(SELECT DISTINCT region FROM resource r
         WHERE r.account_id = a.id AND r.kind = 'function' AND r.deleted_at IS NULL) AS "activeRegions"
     FROM aws_account a WHERE a.enabled ORDER BY a.home DESC, a.id`,
  )
  return rows.map(({ chosen, enabledRegions, ...account }) => {
    const wanted = chosen.length > 0 ? chosen : onlyRegions
    const regions = wanted.length > 0 ? wanted : enabledRegions
    return { ...account, regions: regions.toSorted((a, b) => likelihood(b) - likelihood(a)) }
  })
}

/** The target that a job's input names; undefined when its account was removed or switched off meanwhile. */
export async function findTarget(context: WorkerContext, input: TargetInput): Promise<Target | undefined> {
  const { rows } = await context.store.pool.query<TargetAccount>(
    `SELECT ${TARGET_COLUMNS} FROM aws_account WHERE id = $1 AND enabled`,
    [input.accountId],
  )
  const account = rows[0]
  return account && { account, region: input.region }
}

/** The regions that are enabled for an account; none until they are known. */
export async function enabledRegionsOf(pool: Pool, accountId: string): Promise<string[]> {
  const { rows } = await pool.query<{ regions: string[] }>(
    'SELECT enabled_regions AS regions FROM aws_account WHERE id = $1',
    [accountId],
  )
  return rows[0]?.regions ?? []
}

export const globalTarget = (account: TargetAccount): Target => ({ account, region: GLOBAL_REGION })
