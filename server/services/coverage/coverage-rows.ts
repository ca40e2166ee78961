import { asArray } from '#server/domain/json.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import { UNIDENTIFIED_ACCOUNT } from '#server/domain/unidentified-account.ts'
import { readEnv } from '#server/env.ts'
import type { Context } from '#server/services/context.ts'
import type { Scope } from '#server/services/scope/resolve-scope.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { type CollectorEntry, readCollectorCatalog } from './collector-catalog.ts'
import { type LastRun, lastRuns, type Usage, usage24h } from './last-runs.ts'
import { type CoverageRow, collectorProblem } from './schema.ts'

type Regions = { regions: string[]; enabled_regions: string[] }
type Account = Regions & { id: string; name: string; status: string }

const STATUSES = ['running', 'ok', 'partial', 'denied', 'failed'] as const

/** The regions that the worker looks at: those chosen, else those of SIGHTLINE_REGIONS, else all that are enabled. */
export function watchedRegions(account: Regions): string[] {
  if (account.regions.length > 0) return account.regions
  const chosen = readEnv().SIGHTLINE_REGIONS
  return chosen.length > 0 ? chosen : account.enabled_regions
}

/** Credentials that AWS does not know lead to no account: what was tried with them is shown in its place. */
function withUnidentified(accounts: Account[], runs: LastRun[]): Account[] {
  const isLost = runs.some(
    ({ account_id, status }) =>
      account_id === UNIDENTIFIED_ACCOUNT && (status === 'denied' || status === 'failed'),
  )
  if (!isLost) return accounts
  const nowhere = { regions: [], enabled_regions: [] }
  return [
    ...accounts,
    { id: UNIDENTIFIED_ACCOUNT, name: 'Account not identified', status: 'failed', ...nowhere },
  ]
}

const storedProblem = collectorProblem.extend({ hides: collectorProblem.shape.hides.optional() })

/** The problems of a run, each with what it hides: less than the operation tells, where the collector says so. */
function problemsOf(entry: CollectorEntry | undefined, run: LastRun | undefined): CoverageRow['problems'] {
  return asArray(run?.problems).flatMap((stored) => {
    const { data: problem } = storedProblem.safeParse(stored)
    if (!problem) return []
    const { permission, operation } = problem
    const known =
      entry?.operations.find((one) => one.name === operation) ??
      entry?.operations.find((one) => one.permission === permission)
    return [{ ...problem, hides: problem.hides ?? known?.hides ?? `what ${operation} tells` }]
  })
}

function toRow(
  place: { collector: string; accountId: string; accountName: string; region: string },
  entry: CollectorEntry | undefined,
  run: LastRun | undefined,
  usage: Usage | undefined,
): CoverageRow {
  const problems = problemsOf(entry, run)
  const lost = run?.status === 'denied' || run?.status === 'failed'
  return {
    ...place,
    title: entry?.title ?? place.collector,
    status: run ? (STATUSES.find((status) => status === run.status) ?? 'failed') : 'never',
    lastRunAt: (run?.finished_at ?? run?.started_at)?.toISOString() ?? null,
    lastOkAt: run?.last_ok_at?.toISOString() ?? null,
    items: run?.items ?? 0,
    calls: Number(usage?.calls ?? 0),
    throttles: Number(usage?.throttles ?? 0),
    costUsd: usage?.cost_usd ?? 0,
    durationMs: run?.duration_ms ?? 0,
    problems,
    hides:
      problems.length === 0 && lost
        ? (entry?.operations.map((one) => one.hides) ?? [])
        : [...new Set(problems.map((problem) => problem.hides))],
  }
}

/** Whether it runs by itself: what is asked for only now and then is shown where it ran. */
const isOwed = ({ onDemand }: CollectorEntry) => !onDemand

const isReached = (account: Account) => account.status === 'ok' || account.status === 'pending'

/** Nothing of an account that cannot be reached is looked at any more: what went well before tells nothing of now. */
function asOutdated(row: CoverageRow): CoverageRow {
  if (row.status !== 'ok' && row.status !== 'partial') return row
  const hides = 'all that has changed in the account since it could last be reached'
  const problem = {
    operation: 'AssumeRole',
    permission: 'sts:AssumeRole',
    state: 'failed' as const,
    code: 'AccountNotReached',
    message: 'The account cannot be reached; what is shown of it is from before.',
    count: 1,
    resources: [],
    hides,
  }
  return { ...row, status: 'failed', problems: [...row.problems, problem], hides: [...row.hides, hides] }
}

/**
 * Every collector in every account and region that it should run in, with how its last run went; `never` where it has not run. A region that
 * was seen to hold no functions owes no metrics. `withUsage`
 * adds calls and cost of the last 24 hours, which are 0 without it.
 */
export async function coverageRows(
  context: Context,
  scope: Pick<Scope, 'accounts' | 'regions'>,
  withUsage = false,
): Promise<CoverageRow[]> {
  const [catalog, runs, accounts, usages] = await Promise.all([
    readCollectorCatalog(context.store),
    lastRuns(context),
    queryRows<Account>(
      context.store.pool,
      sql`SELECT id, name, status, regions, enabled_regions FROM aws_account WHERE enabled ORDER BY home DESC, name, id`,
    ),
    withUsage ? usage24h(context) : [],
  ])
  const entries = new Map(catalog.map((entry) => [entry.id, entry]))
  const usageAt = new Map(usages.map((row) => [`${row.collector}/${row.account_id}/${row.region}`, row]))
  const byPlace = new Map(runs.map((run) => [`${run.collector}/${run.account_id}/${run.region}`, run]))
  const rows: CoverageRow[] = []
  for (const account of withUnidentified(accounts, runs)) {
    if (scope.accounts && !scope.accounts.includes(account.id)) continue
    const ran = runs.filter((run) => run.account_id === account.id)
    const owed = account.id === UNIDENTIFIED_ACCOUNT ? [] : catalog.filter(isOwed).map(({ id }) => id)
    for (const collector of new Set([...owed, ...ran.map((run) => run.collector)])) {
      const entry = entries.get(collector)
      const own = ran.filter((run) => run.collector === collector).map((run) => run.region)
      const expected =
        entry?.scope === 'region' && isOwed(entry)
          ? watchedRegions(account)
          : entry && own.length === 0
            ? [GLOBAL_REGION]
            : own
      for (const region of new Set(expected)) {
        if (scope.regions && region !== GLOBAL_REGION && !scope.regions.includes(region)) continue
        const place = { collector, accountId: account.id, accountName: account.name, region }
        const key = `${collector}/${account.id}/${region}`
        const functions = byPlace.get(`functions/${account.id}/${region}`)
        const idle = functions?.status === 'ok' && functions.items === 0
        if (entry?.onlyWithFunctions && idle && !byPlace.has(key)) continue
        const row = toRow(place, entry, byPlace.get(key), usageAt.get(key))
        rows.push(isReached(account) ? row : asOutdated(row))
      }
    }
  }
  return rows
}

/** Share of the rows whose last run was ok, 0 to 100; null before the first run. */
export function coveragePercent(rows: CoverageRow[]): number | null {
  if (rows.every((row) => row.status === 'never' || row.status === 'running')) return null
  return Math.floor((rows.filter((row) => row.status === 'ok').length / rows.length) * 100)
}
