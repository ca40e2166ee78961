import type { Pool } from 'pg'
import { DAY_MS } from '#server/domain/time.ts'
import { maskSecrets, maskText, SECRET_HINT } from '#server/domain/trail/mask-secrets.ts'
import { moveCursor, readCursor } from './cursors.ts'
import { recordWords, type Worded } from './event-words.ts'
import { jsonText, plainText } from './json-text.ts'

const KEY = { collector: 'masked-texts', accountId: '', region: '' }
/** In one go, so that nothing else waits for long. */
const DAYS_AT_ONCE = 14

type Cursor = { maskedFrom: string }
type Event = Worded & { eventId: string; eventTime: Date }
type Told = { id: string; title: string; summary: string; evidence: unknown }

/**
 * Masks secrets in what earlier versions kept of records as it was: texts of events, and the hits and alerts that show
 * them. Goes back some days with each call, as far as events are kept, and is done with it then.
 */
export async function maskOlderTexts(pool: Pool, nowMs: number, keptFromMs: number): Promise<void> {
  const cursor = await readCursor<Cursor>(pool, KEY)
  if (!cursor) for (const table of ['detection_hit', 'alert'] as const) await maskTold(pool, table)
  let toMs = cursor ? Date.parse(cursor.maskedFrom) : nowMs + 2 * DAY_MS
  for (let days = 0; days < DAYS_AT_ONCE && toMs > keptFromMs; days += 1) {
    await maskEvents(pool, new Date(toMs - DAY_MS), new Date(toMs))
    toMs -= DAY_MS
    await moveCursor(pool, KEY, { maskedFrom: new Date(toMs).toISOString() }, new Date(nowMs))
  }
}

async function maskEvents(pool: Pool, from: Date, to: Date): Promise<void> {
  const { rows } = await pool.query<Event>(
    `SELECT event_id AS "eventId", event_time AS "eventTime", event_name AS "eventName", actor_name AS "actorName",
       actor_arn AS "actorArn", function_name AS "functionName", source_ip AS "sourceIp", user_agent AS "userAgent",
       error_code AS "errorCode", error_message AS "errorMessage", raw
     FROM trail_event WHERE event_time >= $1 AND event_time < $2 AND (user_agent ~ $3 OR error_message ~ $3)`,
    [from, to, SECRET_HINT.source],
  )
  for (const row of rows) {
    const userAgent = row.userAgent === null ? null : maskText(row.userAgent)
    const errorMessage = row.errorMessage === null ? null : maskText(row.errorMessage)
    if (userAgent === row.userAgent && errorMessage === row.errorMessage) continue
    const words = recordWords({ ...row, userAgent, errorMessage }).join(' ')
    await pool.query(
      `UPDATE trail_event SET user_agent = $3, error_message = $4, words = array_to_tsvector(string_to_array($5, ' '))
       WHERE event_time = $1 AND event_id = $2`,
      [row.eventTime, row.eventId, plainText(userAgent), plainText(errorMessage), words],
    )
  }
}

async function maskTold(pool: Pool, table: 'detection_hit' | 'alert'): Promise<void> {
  const { rows } = await pool.query<Told>(
    `SELECT id, title, summary, evidence FROM ${table} WHERE title || summary || evidence::text ~ $1`,
    [SECRET_HINT.source],
  )
  for (const { id, title, summary, evidence } of rows) {
    const masked = maskSecrets({ evidence }).evidence
    await pool.query(`UPDATE ${table} SET title = $2, summary = $3, evidence = $4 WHERE id = $1`, [
      id,
      maskText(title),
      maskText(summary),
      jsonText(masked),
    ])
  }
}
