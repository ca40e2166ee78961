import type { PoolClient } from 'pg'
import { type Severity, severityRank } from '#server/domain/severity.ts'
import type { Signal, SignalEvidence } from '#server/domain/signal.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { jsonText, keyText, plainText } from '#server/store/json-text.ts'
import { notifyLive } from '#server/store/notify-live.ts'
import { addAlertEntry } from './add-alert-entry.ts'

const REOPEN_WITHIN_MS = 60 * MINUTE_MS
const EVENTS_KEPT = 50

type Row = {
  id: string
  severity: Severity
  state: string
  lastSeenAt: Date
  acknowledgedBy: string | null
  evidence: SignalEvidence
}

const COLUMNS =
  'id, severity, state, last_seen_at AS "lastSeenAt", acknowledged_by AS "acknowledgedBy", evidence'

async function find(db: PoolClient, signal: Signal, now: Date): Promise<Row | undefined> {
  const { rows } = await db.query<Row>(
    `SELECT ${COLUMNS} FROM alert
     WHERE fingerprint = $1 AND (state <> 'resolved' OR (resolved_at > $2 AND EXISTS (
       SELECT 1 FROM alert_entry e WHERE e.alert_id = alert.id AND e.kind = 'resolved' AND e.actor_id IS NULL
         AND e.at >= alert.resolved_at)))
     ORDER BY state = 'resolved', started_at DESC LIMIT 1 FOR UPDATE`,
    [keyText(signal.fingerprint), new Date(now.getTime() - REOPEN_WITHIN_MS)],
  )
  return rows[0]
}

/** Whether somebody resolved this after it was last seen: a condition that has not moved since is not news. An event is. */
async function isSettled(db: PoolClient, signal: Signal): Promise<boolean> {
  if (signal.ruleKind === 'detection') return false
  const { rowCount } = await db.query(
    `SELECT 1 FROM alert a JOIN alert_entry e ON e.alert_id = a.id AND e.kind = 'resolved' AND e.actor_id IS NOT NULL
     WHERE a.fingerprint = $1 AND a.state = 'resolved' AND a.resolved_at >= $2 AND e.at >= a.resolved_at LIMIT 1`,
    [keyText(signal.fingerprint), signal.seenAt],
  )
  return (rowCount ?? 0) > 0
}

async function open(db: PoolClient, signal: Signal, now: Date): Promise<string | undefined> {
  const { rows } = await db.query<{ id: string }>(
    `INSERT INTO alert (id, fingerprint, rule_id, rule_kind, severity, state, title, summary, account_id, region,
       resource_id, resource_name, evidence, started_at, last_seen_at, created_at, occurrences, snoozed_until)
     VALUES (gen_random_uuid(), $1, $2, $3, $4, $16, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $17)
     ON CONFLICT (fingerprint) WHERE state <> 'resolved' DO NOTHING
     RETURNING id`,
    [
      keyText(signal.fingerprint),
      signal.ruleId,
      signal.ruleKind,
      signal.severity,
      plainText(signal.title),
      plainText(signal.summary),
      signal.accountId,
      plainText(signal.region),
      signal.resourceId,
      plainText(signal.functionName),
      jsonText(signal.evidence),
      signal.startedAt,
      signal.seenAt,
      now,
      Math.max(1, signal.occurrences ?? 1),
      signal.held ? 'snoozed' : 'firing',
      signal.held?.until ?? null,
    ],
  )
  const id = rows[0]?.id
  if (id) await addAlertEntry(db, { alertId: id, at: now, kind: 'opened', text: signal.summary })
  if (id && signal.held)
    await addAlertEntry(db, { alertId: id, at: now, kind: 'snoozed', text: signal.held.why })
  return id
}

/** What an alert says comes from what was seen last, in whatever order it arrives. True where people should look again. */
async function update(db: PoolClient, row: Row, signal: Signal, now: Date): Promise<boolean> {
  const reopened = row.state === 'resolved'
  const state = reopened ? (row.acknowledgedBy ? 'acknowledged' : 'firing') : row.state
  const { eventIds: before } = row.evidence
  const isNew =
    signal.seenAt > row.lastSeenAt || signal.evidence.eventIds.some((eventId) => !before.includes(eventId))
  const worse = severityRank(signal.severity) < severityRank(row.severity)
  const isLatest = signal.seenAt >= row.lastSeenAt
  const ids = isLatest ? [...before, ...signal.evidence.eventIds] : [...signal.evidence.eventIds, ...before]
  const eventIds = [...new Set(ids)].slice(-EVENTS_KEPT)
  await db.query(
    `UPDATE alert SET state = $2, severity = $3, last_seen_at = greatest(last_seen_at, $4),
       started_at = least(started_at, $5), occurrences = occurrences + $6, resolved_at = NULL, evidence = $7,
       summary = CASE WHEN $8 THEN $9 ELSE summary END, title = CASE WHEN $8 THEN $10 ELSE title END,
       resource_id = coalesce(resource_id, $11)
     WHERE id = $1`,
    [
      row.id,
      state,
      worse ? signal.severity : row.severity,
      signal.seenAt,
      signal.startedAt,
      signal.occurrences ?? (isNew ? 1 : 0),
      jsonText({ ...(isLatest ? signal.evidence : row.evidence), eventIds }),
      isLatest,
      plainText(signal.summary),
      plainText(signal.title),
      signal.resourceId,
    ],
  )
  if (reopened) await addAlertEntry(db, { alertId: row.id, at: now, kind: 'reopened', text: signal.summary })
  if (worse) {
    const text = `${row.severity} → ${signal.severity}: ${signal.summary}`
    await addAlertEntry(db, { alertId: row.id, at: now, kind: 'updated', text })
  }
  return reopened || worse
}

/**
 * Turns signals into alerts: one alert a fingerprint while it is open, updated when it is seen again and reopened, with
 * its acknowledgement, when it comes back within an hour of having resolved by itself. Returns how many were opened.
 */
export async function recordSignals(db: PoolClient, signals: Signal[], now: Date): Promise<number> {
  let opened = 0
  const told = new Set<string>()
  const inOrder = signals.toSorted((a, b) =>
    a.fingerprint < b.fingerprint ? -1 : a.fingerprint > b.fingerprint ? 1 : 0,
  )
  for (const signal of inOrder) {
    const row = await find(db, signal, now)
    if (row) {
      if (await update(db, row, signal, now)) told.add(row.id)
      continue
    }
    if (await isSettled(db, signal)) continue
    const id = await open(db, signal, now)
    if (id !== undefined) {
      opened += 1
      told.add(id)
      continue
    }
    const openedElsewhere = await find(db, signal, now)
    if (openedElsewhere && (await update(db, openedElsewhere, signal, now))) told.add(openedElsewhere.id)
  }
  await notifyLive(
    db,
    [...told].map((id) => ({ kind: 'alert' as const, id })),
  )
  return opened
}
