import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { applyExceptions } from '#server/assess/apply-exceptions.ts'
import { changedKeys } from '#server/assess/changed-keys.ts'
import { readCheckSwitches } from '#server/assess/check-switches.ts'
import { Judge, type Judged } from '#server/assess/judge.ts'
import { ControllingPrincipals } from '#server/assess/load-takeovers.ts'
import { lockAccounts } from '#server/assess/lock-accounts.ts'
import { noteRuleProblem, readOwnRules } from '#server/assess/own-rules.ts'
import { dropAssessments, saveAssessments, type TallyChanges } from '#server/assess/record-assessments.ts'
import {
  closeFindings,
  type FailedFinding,
  type FindingKey,
  openFindings,
} from '#server/assess/record-findings.ts'
import { recordScore, type ScoreCause } from '#server/assess/record-score.ts'
import { ScoreReasons } from '#server/assess/score-reasons.ts'
import { addToTally, recountTally, retellReasons, tallyFindings } from '#server/assess/tally-checks.ts'
import type { AnyCheck } from '#server/checks/define-check.ts'
import { remedyFor } from '#server/checks/evaluate-check.ts'
import { CHECK_BY_ID } from '#server/checks/index.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { Signal } from '#server/domain/signal.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import type { Fail } from '#server/domain/verdict.ts'
import { type QuietRule, resolveQuietAlerts } from '#server/services/alerts/resolve-quiet-alerts.ts'
import { moveCursor, readCursor } from '#server/store/cursors.ts'
import { collectedKinds } from '#server/store/derive-inputs.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { tellWorst } from './tell-worst.ts'

type Cursor = {
  until: string
  /** Of the catalogue and its switches. */
  version: string
  /** Hash of what is collected in full: where it is another, what was unknown may be known, and the other way round. */
  collected: string
  wholeAt: string
}
type Row = {
  id: number
  kind: string
  region: string
  name: string
  arn: string
  deleted: boolean
  validFrom: Date
  record: ResourceRecord
}

/** What was stored while the last pass ran is looked at again. */
const OVERLAP_MS = 10 * MINUTE_MS
/** Verdicts that time alone changes (dates of runtimes, days without use) are worked out again so often. */
const WHOLE_EVERY_MS = 6 * HOUR_MS
const PAGE = 250

export const checkFingerprint = (checkId: string, accountId: string, region: string, arn: string) =>
  `${checkId}:${accountId}:${region}:${arn}`

/** Resources to judge: all of them, or those that changed, and those that a change of something else may concern. */
function subjects(
  pool: Pool,
  { accountId, kinds, since, keys, afterId }: Scope & { afterId: number },
): Promise<Row[]> {
  const due =
    since === null
      ? sql`(r.deleted_at IS NULL OR a.resource_id IS NOT NULL OR EXISTS (SELECT 1 FROM finding f WHERE f.resource_id = r.id AND f.status <> 'closed'))`
      : sql`r.id IN (SELECT resource_id FROM resource_version WHERE valid_from > ${since}
          UNION ALL SELECT resource_id FROM assessment WHERE reads && ${keys}::text[]
          UNION ALL SELECT id FROM resource WHERE deleted_at > ${since}) AND (r.deleted_at IS NULL OR a.resource_id IS NOT NULL)`
  return queryRows<Row>(
    pool,
    sql`SELECT r.id, r.kind, r.region, r.name, r.arn, r.deleted_at IS NOT NULL AS deleted, v.valid_from AS "validFrom", v.record
      FROM resource r JOIN resource_version v ON v.id = r.current_version_id LEFT JOIN assessment a ON a.resource_id = r.id
      WHERE r.account_id = ${accountId} AND r.id > ${afterId} AND (r.kind = ANY(${kinds}::text[]) OR a.resource_id IS NOT NULL) AND ${due}
      ORDER BY r.id LIMIT ${PAGE}`,
  )
}

type Scope = { accountId: string; kinds: string[]; since: Date | null; keys: string[] }

type Outcome = {
  signals: Signal[]
  open: FailedFinding[]
  close: (FindingKey & { why: string })[]
  quiet: QuietRule[]
}

/** When AWS says it began; when it was first seen where AWS says nothing that can be read. */
function beganAt(since: string | undefined, seen: Date): Date {
  const told = new Date(since ?? Number.NaN)
  return Number.isNaN(told.getTime()) || told > seen ? seen : told
}

/** What strangers can do is told at once, whatever its severity; the rest where it is critical. */
const isAlert = (check: AnyCheck, { severity }: Fail) =>
  check.alerts === true &&
  (severity === 'critical' || check.group === 'exposure' || check.group === 'combined')

const MENDED = 'The configuration no longer shows it.'

function note(judged: Judged<Row>, accountId: string, now: Date, outcome: Outcome): void {
  const row = judged.subject
  for (const [checkId, verdict] of judged.verdicts) {
    if (verdict.state === 'unknown') continue
    const check = CHECK_BY_ID.get(checkId)
    const key = { checkId, resourceId: row.id }
    const fingerprint = checkFingerprint(checkId, accountId, row.region, row.arn)
    if (verdict.state !== 'fail') {
      outcome.close.push({ ...key, why: MENDED })
      if (check?.alerts) outcome.quiet.push({ fingerprint, clearAfterMs: 0, why: MENDED })
      continue
    }
    const functionArns = verdict.affects ?? judged.functionArns
    outcome.open.push({ ...key, verdict, accountId, region: row.region, functionArns })
    if (!check || !isAlert(check, verdict)) continue
    const remedy = remedyFor(check, row.record, verdict, judged.around)
    const response = remedy ? [{ text: remedy.text, command: remedy.cli }] : []
    outcome.signals.push({
      ruleId: checkId,
      ruleKind: 'check',
      severity: verdict.severity,
      fingerprint,
      title: check.alertTitle(row.record),
      summary: verdict.summary,
      accountId,
      region: row.region,
      functionName: row.record.kind === 'function' ? row.name : null,
      resourceId: row.id,
      evidence: { items: verdict.evidence, eventIds: [], metric: null, response },
      startedAt: beganAt(verdict.since, row.validFrom),
      seenAt: row.validFrom < now ? row.validFrom : now,
    })
  }
}

/** What stands of resources that are gone, and of checks that were switched off or left the catalogue. */
async function withoutVerdict(
  pool: Pool,
  rows: readonly Row[],
  judged: readonly Judged<Row>[],
  accountId: string,
  outcome: Outcome,
): Promise<void> {
  const verdicts = new Map(judged.map((one) => [one.subject.id, one.verdicts]))
  const byId = new Map(rows.map((row) => [row.id, row]))
  const standing = await queryRows<FindingKey>(
    pool,
    sql`SELECT check_id AS "checkId", resource_id AS "resourceId" FROM finding
      WHERE status <> 'closed' AND resource_id = ANY(${[...byId.keys()]}::int[])`,
  )
  for (const key of standing) {
    if (verdicts.get(key.resourceId)?.has(key.checkId)) continue
    const row = byId.get(key.resourceId)
    const why = row?.deleted ? 'The resource was deleted.' : 'The check was switched off.'
    outcome.close.push({ ...key, why })
    const fingerprint = checkFingerprint(key.checkId, accountId, row?.region ?? '', row?.arn ?? '')
    outcome.quiet.push({ fingerprint, clearAfterMs: 0, why })
  }
}

async function scopeOf(
  pool: Pool,
  whole: Scope,
  cursor: Cursor | undefined,
  now: Pick<Cursor, 'version' | 'collected'>,
  at: Date,
): Promise<Scope> {
  if (!cursor || cursor.version !== now.version || cursor.collected !== now.collected) return whole
  if (at.getTime() - Date.parse(cursor.wholeAt) >= WHOLE_EVERY_MS) return whole
  const since = new Date(Date.parse(cursor.until) - OVERLAP_MS)
  const keys = await changedKeys(pool, whole.accountId, since)
  return keys === 'too many' ? whole : { ...whole, since, keys }
}

/** Runs the posture checks on what changed and on what that concerns. A verdict of unknown leaves findings and alerts as they are. */
export async function evaluateChecks(
  pool: Pool,
  accountId: string,
  now: Date,
  signal?: AbortSignal,
): Promise<{ judged: number }> {
  const key = { collector: 'evaluate-checks', accountId, region: '' }
  const [switches, rules, cursor, kinds] = await Promise.all([
    readCheckSwitches(pool),
    readOwnRules(pool),
    readCursor<Cursor>(pool, key),
    collectedKinds(pool, accountId, now),
  ])
  const collected = createHash('sha256')
    .update([...kinds].sort().join(' '))
    .digest('hex')
    .slice(0, 16)
  const version = `${switches.version} ${rules.version}`
  const whole = {
    accountId,
    kinds: [...new Set([...switches.kinds, ...rules.rules.map((rule) => rule.kind)])],
    since: null,
    keys: [],
  }
  const scope = await scopeOf(pool, whole, cursor, { version, collected }, now)
  const principals = new ControllingPrincipals(pool)
  const reasons = new ScoreReasons()
  const retold = new Set<string>()
  const ruleProblems = new Map<string, string | null>()
  const stopped = new Map<string, string>()
  let isMoved = false
  let weightsMoved = false
  let judgedCount = 0
  let afterId = 0
  for (;;) {
    signal?.throwIfAborted()
    const rows = await subjects(pool, { ...scope, afterId })
    const present = rows.filter((row) => !row.deleted)
    const judge = new Judge(pool, switches, now.getTime(), { principals, rules, stopped })
    const judged = await judge.judge(present)
    for (const [id, problem] of judge.ruleProblems) ruleProblems.set(id, ruleProblems.get(id) ?? problem)
    const outcome: Outcome = { signals: [], open: [], close: [], quiet: [] }
    for (const one of judged) note(one, accountId, now, outcome)
    await withoutVerdict(pool, rows, judged, accountId, outcome)
    judgedCount += judged.length
    const assessed = judged.map(({ subject, verdicts, reads }) => ({
      resourceId: subject.id,
      accountId,
      region: subject.region,
      kind: subject.kind,
      reads,
      verdicts,
    }))
    const tally: TallyChanges = new Map()
    await inTransaction(pool, async (db) => {
      await lockAccounts(db, [accountId])
      await saveAssessments(db, assessed, now, tally)
      await dropAssessments(
        db,
        rows.filter((row) => row.deleted).map((row) => row.id),
        tally,
      )
      for (const checkId of await addToTally(db, accountId, tally)) retold.add(checkId)
      const { opened, reweighed } = await openFindings(db, outcome.open, now)
      const closed = await closeFindings(db, outcome.close, now)
      reasons.add(opened, 'opened')
      reasons.add(closed, 'closed')
      const ids = rows.map((row) => row.id)
      const excepted = await applyExceptions(db, now, [sql`f.resource_id = ANY(${ids}::int[])`])
      const moved = new Set([...opened.keys(), ...closed.keys()])
      if (scope.since !== null && (excepted > 0 || moved.size > 0))
        await tallyFindings(db, accountId, excepted > 0 ? undefined : [...moved])
      weightsMoved ||= reweighed > 0 || excepted > 0
      await tellWorst(db, outcome.signals, ids, now)
      await resolveQuietAlerts(db, outcome.quiet, now)
    })
    isMoved ||= hasMoved(tally)
    weightsMoved ||= [...tally.values()].some((one) => one.pass !== 0)
    if (rows.length < PAGE) break
    afterId = rows.at(-1)?.id ?? afterId
  }
  for (const [id, problem] of ruleProblems) await noteRuleProblem(pool, id, problem)
  await inTransaction(pool, async (db) => {
    await lockAccounts(db, [accountId])
    if (scope.since === null) {
      await recountTally(db, accountId)
      await tallyFindings(db, accountId)
    } else await retellReasons(db, accountId, [...retold])
    if (weightsMoved || scope.since === null || reasons.list.length > 0) {
      const cause = causeOf(cursor, { version, collected }, reasons.list.length > 0 || isMoved)
      await recordScore(db, accountId, cause, reasons.list, now)
    }
    const wholeAt = scope.since === null ? now.toISOString() : (cursor?.wholeAt ?? now.toISOString())
    const next: Cursor = { until: now.toISOString(), version, collected, wholeAt }
    await moveCursor(db, key, next, now)
  })
  return { judged: judgedCount }
}

function causeOf(
  before: Cursor | undefined,
  now: Pick<Cursor, 'version' | 'collected'>,
  isEstate: boolean,
): Exclude<ScoreCause, 'first' | 'exceptions'> {
  if (before && before.version !== now.version) return 'catalogue'
  // More or less is collected than the last time: what that opens or closes is no change of the estate.
  if (before?.collected !== now.collected) return 'coverage'
  return isEstate ? 'estate' : 'coverage'
}

/** Whether resources came or went, or passes did, without anything having been unknown before or now. */
function hasMoved(tally: TallyChanges): boolean {
  return [...tally.values()].some((one) => one.unknown === 0 && (one.pass !== 0 || one.notApplicable !== 0))
}
