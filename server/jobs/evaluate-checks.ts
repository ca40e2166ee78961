import type { Pool } from 'pg'
import { evaluateCheck } from '#server/checks/evaluate-check.ts'
import { CHECKS } from '#server/checks/index.ts'
import { ActionTable } from '#server/domain/iam/action-table.ts'
import { Estate } from '#server/domain/posture/estate.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { Signal } from '#server/domain/signal.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { recordSignals } from '#server/services/alerts/record-signals.ts'
import { type QuietRule, resolveQuietAlerts } from '#server/services/alerts/resolve-quiet-alerts.ts'
import { closeFindings, type FindingKey, openFindings } from '#server/services/findings/record-findings.ts'
import { moveCursor, readCursor } from '#server/store/cursors.ts'
import { inTransaction } from '#server/store/in-transaction.ts'

type Cursor = { until: string; catalogue: string }
type Row = {
  id: number
  region: string
  name: string
  arn: string
  deleted: boolean
  validFrom: Date
  record: ResourceRecord
}

/** The one check so far looks at the record alone. */
const NOWHERE = new Estate({ records: [], collected: new Set(), now: 0, table: new ActionTable([]) })

const OVERLAP_MS = 10 * MINUTE_MS
const PAGE = 500

const catalogue = CHECKS.map((check) => check.id).join(' ')

export const checkFingerprint = (checkId: string, accountId: string, region: string, arn: string) =>
  `${checkId}:${accountId}:${region}:${arn}`

/** Resources whose record changed since `since`, those that went, and those that have open findings; all without `since`. */
async function changed(pool: Pool, accountId: string, since: Date | null, afterId: number): Promise<Row[]> {
  const { rows } = await pool.query<Row>(
    `SELECT r.id, r.region, r.name, r.arn, r.deleted_at IS NOT NULL AS deleted, v.valid_from AS "validFrom", v.record
     FROM resource r JOIN resource_version v ON v.id = r.current_version_id
     WHERE r.account_id = $1 AND r.kind = ANY($2) AND r.id > $4
       AND ($3::timestamptz IS NULL OR v.valid_from > $3 OR r.deleted_at > $3
         OR EXISTS (SELECT 1 FROM finding f WHERE f.resource_id = r.id AND f.status = 'open'))
     ORDER BY r.id LIMIT ${PAGE}`,
    [accountId, [...new Set(CHECKS.map((check) => check.kind))], since, afterId],
  )
  return rows
}

type Outcome = {
  signals: Signal[]
  open: (FindingKey & { verdict: Verdict & { state: 'fail' } })[]
  close: FindingKey[]
  quiet: QuietRule[]
}

/** When AWS says it began; when it was first seen where AWS says nothing that can be read. */
function beganAt(since: string | undefined, seen: Date): Date {
  const told = new Date(since ?? Number.NaN)
  return Number.isNaN(told.getTime()) || told > seen ? seen : told
}

function evaluateRow(row: Row, accountId: string, now: Date, outcome: Outcome): void {
  for (const check of CHECKS) {
    const verdict = evaluateCheck(check, row.record, NOWHERE)
    if (!verdict || (verdict.state === 'unknown' && !row.deleted)) continue
    const key = { checkId: check.id, resourceId: row.id }
    const fingerprint = checkFingerprint(check.id, accountId, row.region, row.arn)
    if (row.deleted || verdict.state !== 'fail') {
      const why = row.deleted ? 'The resource was deleted.' : 'The configuration no longer shows it.'
      outcome.close.push(key)
      outcome.quiet.push({ fingerprint, clearAfterMs: 0, why })
      continue
    }
    outcome.open.push({ ...key, verdict })
    outcome.signals.push({
      ruleId: check.id,
      ruleKind: 'check',
      severity: verdict.severity,
      fingerprint,
      title: row.record.kind === check.kind ? check.alertTitle(row.record) : check.title,
      summary: verdict.summary,
      accountId,
      region: row.region,
      functionName: row.record.kind === 'function' ? row.name : null,
      resourceId: row.id,
      evidence: { items: verdict.evidence, eventIds: [], metric: null },
      startedAt: beganAt(verdict.since, row.validFrom),
      seenAt: row.validFrom < now ? row.validFrom : now,
    })
  }
}

/** Runs the posture checks on what changed. A verdict of unknown leaves findings and alerts as they are. */
export async function evaluateChecks(pool: Pool, accountId: string, now: Date): Promise<void> {
  const key = { collector: 'evaluate-checks', accountId, region: '' }
  const cursor = await readCursor<Cursor>(pool, key)
  const since =
    cursor && cursor.catalogue === catalogue ? new Date(Date.parse(cursor.until) - OVERLAP_MS) : null
  let afterId = 0
  for (;;) {
    const rows = await changed(pool, accountId, since, afterId)
    const outcome: Outcome = { signals: [], open: [], close: [], quiet: [] }
    for (const row of rows) evaluateRow(row, accountId, now, outcome)
    const last = rows.length < PAGE
    await inTransaction(pool, async (db) => {
      await openFindings(db, outcome.open, now)
      await closeFindings(db, outcome.close, now)
      await recordSignals(db, outcome.signals, now)
      await resolveQuietAlerts(db, outcome.quiet, now)
      if (last) await moveCursor(db, key, { until: now.toISOString(), catalogue }, now)
    })
    if (last) return
    afterId = rows.at(-1)?.id ?? afterId
  }
}
