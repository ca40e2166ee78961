import { DAY_MS } from '#server/domain/time.ts'
import { type BackfillCursor, backfillDepthMs, backfilledShare } from '#server/domain/trail/backfill.ts'
import { REJECT_TITLES } from '#server/domain/trail/reject.ts'
import { readEnv } from '#server/env.ts'
import type { Context } from '#server/services/context.ts'
import type { Scope } from '#server/services/scope/resolve-scope.ts'
import { REPLAYING, readAllProgress } from '#server/store/detection-progress.ts'
import { readDropped } from '#server/store/dropped-reads.ts'
import { allOf, queryRows, sql } from '#server/store/sql.ts'
import { watchedRegions } from './coverage-rows.ts'
import type { KeptAside, TrailCoverage, TrailPast } from './schema.ts'

type Account = { id: string; name: string; regions: string[]; enabled_regions: string[] }
type Cursor = { collector: string; place: string; cursor: BackfillCursor & { from: string; to: string } }
type Reject = Omit<KeptAside, 'title' | 'firstSeenAt' | 'lastSeenAt'> & {
  firstSeenAt: Date
  lastSeenAt: Date
  total: string
}

const SHOWN = 100
const TITLES: Record<string, string> = REJECT_TITLES

async function pastOf({ store }: Context, accounts: Account[], scope: Scope): Promise<TrailPast[]> {
  const keptDays = readEnv().SIGHTLINE_EVENT_RETENTION_DAYS
  const [stored, dropped] = await Promise.all([
    queryRows<Cursor>(
      store.pool,
      sql`SELECT collector, account_id || '/' || region AS place, cursor FROM collector_cursor
        WHERE collector IN ('backfill-trail', 'trail-left-out')`,
    ),
    readDropped(store.pool),
  ])
  const cursors = new Map(stored.map((row) => [`${row.collector} ${row.place}`, row.cursor]))
  const drops = new Map(dropped.map((row) => [`${row.accountId}/${row.region}`, row.count]))
  return accounts.flatMap((account) =>
    watchedRegions(account)
      .filter((region) => scope.regions?.includes(region) ?? true)
      .map((region) => {
        const place = `${account.id}/${region}`
        const past = cursors.get(`backfill-trail ${place}`)
        const leftOut = cursors.get(`trail-left-out ${place}`)
        return {
          accountId: account.id,
          accountName: account.name,
          region,
          wantedDays: backfillDepthMs(keptDays) / DAY_MS,
          coveredFrom: past?.coveredFrom ?? null,
          percent: Math.floor(backfilledShare(past, keptDays) * 100),
          dropped: drops.get(place) ?? 0,
          leftOut: leftOut ? { from: leftOut.from, to: leftOut.to } : null,
        }
      }),
  )
}

/** How far CloudTrail's past is fetched, what could not be taken in and why, and what will be looked at once more. */
export async function trailCoverageOf(context: Context, scope: Scope): Promise<TrailCoverage> {
  const { pool } = context.store
  const ofAccounts = scope.accounts ? [sql`id = ANY(${scope.accounts}::text[])`] : []
  const rejectsOf = scope.accounts ? [sql`account_id = ANY(${scope.accounts}::text[])`] : []
  const [accounts, rejects, progress] = await Promise.all([
    queryRows<Account>(
      pool,
      sql`SELECT id, name, regions, enabled_regions FROM aws_account
        WHERE ${allOf([sql`enabled`, sql`status = 'ok'`, ...ofAccounts])} ORDER BY home DESC, name, id`,
    ),
    queryRows<Reject>(
      pool,
      sql`SELECT id::text, source, place, reason, detail, event_id AS "eventId", account_id AS "accountId", count,
          first_seen_at AS "firstSeenAt", last_seen_at AS "lastSeenAt", sum(count) OVER () AS total
        FROM trail_reject WHERE ${allOf(rejectsOf)} ORDER BY last_seen_at DESC, id DESC LIMIT ${SHOWN}`,
    ),
    readAllProgress(pool),
  ])
  const names = new Map(accounts.map(({ id, name }) => [id, name]))
  const waiting = progress.filter(
    ({ accountId, replayFrom }) => replayFrom !== null && (scope.accounts?.includes(accountId) ?? true),
  )
  return {
    past: await pastOf(context, accounts, scope),
    keptAside: rejects.map(({ total: _, firstSeenAt, lastSeenAt, ...row }) => ({
      ...row,
      title: TITLES[row.reason] ?? row.reason,
      firstSeenAt: firstSeenAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
    })),
    keptAsideTotal: Number(rejects[0]?.total ?? 0),
    replays: waiting.map(({ accountId, replayFrom }) => ({
      accountId,
      accountName: names.get(accountId) ?? accountId,
      running: replayFrom?.getTime() === REPLAYING.getTime(),
    })),
  }
}
