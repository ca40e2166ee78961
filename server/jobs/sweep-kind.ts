import type { Collector } from '#server/collectors/define-collector.ts'
import type { ResourceKind } from '#server/domain/records/resource-kind.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { DAY_MS, MINUTE_MS } from '#server/domain/time.ts'
import { moveCursor, readCursor } from '#server/store/cursors.ts'
import { currentRecords, markDeleted, saveResources } from '#server/store/save-resources.ts'
import { touchResources } from '#server/store/touch-resources.ts'
import type { WorkerContext } from './define-job.ts'
import { runRecorded } from './run-recorded.ts'
import type { Target } from './targets.ts'

/** Events that were being stored while the last sweep began are looked at again. */
export const OVERLAP_MS = 2 * MINUTE_MS

/** CloudTrail delivers within a quarter of an hour; what a backfill brings is older, and the sweep has seen its effect. */
export const LATEST_ARRIVAL_MS = 30 * MINUTE_MS

export type SweepCursor = {
  /** When the last complete sweep began. */
  sweptTo: string
  inputHash?: string
  /** Set while other things are named than were asked for. */
  outdated?: boolean
  /** Set while sweeps do not come to their end: when the first of them began, and whether one was denied. */
  brokenSince?: string
  denied?: boolean
}

/** Whether a resource's moment of the day, drawn from its ARN, lies after `sinceMs` and not after `nowMs`: once a day each. */
export function isDueForVerification(arn: string, sinceMs: number, nowMs: number): boolean {
  let hash = 0
  for (let i = 0; i < arn.length; i++) hash = (hash * 31 + arn.charCodeAt(i)) >>> 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b)
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b)
  const momentMs = (hash >>> 0) % DAY_MS
  const last = Math.floor((nowMs - momentMs) / DAY_MS) * DAY_MS + momentMs
  return last > sinceMs
}

async function changedFunctions(
  context: WorkerContext,
  target: Target,
  sinceMs: number,
): Promise<Set<string>> {
  const { rows } = await context.store.pool.query<{ name: string }>(
    `SELECT DISTINCT function_name AS name FROM trail_event
     WHERE account_id = $1 AND region = $2 AND function_name IS NOT NULL AND read_only IS NOT TRUE
       AND ingested_at > $3 AND event_time > $4`,
    [target.account.id, target.region, new Date(sinceMs - OVERLAP_MS), new Date(sinceMs - LATEST_ARRIVAL_MS)],
  )
  return new Set(rows.map((row) => row.name))
}

export type SweepOptions<Input> = {
  input: Input
  /** Kept beside the time, to tell later whether the input is another one. */
  inputHash?: string
  thoroughUpTo?: number
  completesReach?: boolean
}

/** The cursor of a kind's sweep, or of one part of the kind where several collectors bring it. */
export const sweepCursorOf = (kind: ResourceKind, part: string | undefined) =>
  part === undefined ? `sweep-${kind}` : `sweep-${kind}:${part}`

/**
 * Runs one resource collector, stores what it sees as it comes, and marks what a complete listing no longer has.
 * Returns whether anything is new, changed or gone.
 */
export async function sweepKind<R extends ResourceRecord, Input = undefined>(
  context: WorkerContext,
  target: Target,
  collector: Collector<R, Input>,
  kind: ResourceKind,
  signal: AbortSignal,
  options?: SweepOptions<Input>,
): Promise<boolean> {
  const { store, clock } = context
  const scope = { accountId: target.account.id, region: target.region, kind }
  const before: Map<string, ResourceRecord> = collector.reusesStored
    ? await currentRecords(store.pool, scope)
    : new Map()
  const cursorName = sweepCursorOf(kind, collector.part)
  const key = { collector: cursorName, accountId: scope.accountId, region: scope.region }
  const cursor = await readCursor<SweepCursor>(store.pool, key)
  const nowMs = clock()
  const sinceMs = cursor ? Date.parse(cursor.sweptTo) : nowMs - DAY_MS
  const refresh = kind === 'function' ? await changedFunctions(context, target, sinceMs) : new Set<string>()
  let changed = false
  const save = async (records: R[], runId: number) => {
    const now = new Date(clock())
    const isStored = (record: R) => before.get(record.arn) === record
    await touchResources(
      store.pool,
      scope,
      records.filter(isStored).map((record) => record.arn),
      now,
    )
    const saved = await saveResources(
      store.pool,
      records.filter((record) => !isStored(record)),
      { id: runId, now },
    )
    changed ||= saved.added.length > 0 || saved.changed.length > 0
  }
  const summary = await runRecorded(context, target, collector, options?.input as Input, signal, save, {
    previous: (arn) => before.get(arn),
    refresh,
    verify: (arn) => isDueForVerification(arn, sinceMs, nowMs),
    thoroughUpTo: options?.thoroughUpTo,
    completesReach: options?.completesReach,
  })
  if (!summary.complete) {
    const isDenied = summary.problems.some((problem) => problem.state === 'denied')
    if (!cursor || signal.aborted || (cursor.brokenSince && cursor.denied === isDenied)) return changed
    const brokenSince = cursor.brokenSince ?? new Date(nowMs).toISOString()
    const broken = { ...cursor, brokenSince, denied: isDenied } satisfies SweepCursor
    await moveCursor(store.pool, key, broken, new Date(clock()))
    return changed || isDenied
  }
  const now = new Date(clock())
  const gone = await markDeleted(store.pool, {
    ...scope,
    part: collector.part,
    since: summary.startedAt,
    now,
  })
  const sweptTo = new Date(nowMs).toISOString()
  await moveCursor(store.pool, key, { sweptTo, inputHash: options?.inputHash } satisfies SweepCursor, now)
  return changed || gone.length > 0 || cursor?.brokenSince !== undefined || cursor?.outdated === true
}
