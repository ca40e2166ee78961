import type { Pool } from 'pg'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { createRandom } from './random.ts'

const RULES = [
  ['account-concurrency', 'baseline', 'critical', 'Concurrency at 86 % of the account limit'],
  ['throttles', 'baseline', 'high', 'Throttles on'],
  ['timeouts', 'baseline', 'high', 'Timeouts on'],
  ['errors-burst', 'baseline', 'medium', 'Errors burst on'],
  ['charges-jump', 'baseline', 'medium', 'Estimated charges jumped'],
  ['function-url-public', 'check', 'critical', 'URL open to everyone on'],
  ['code-changed-by-person', 'detection', 'high', 'Code changed by a person on'],
] as const
const METRICS: Record<string, string> = {
  'account-concurrency': 'ConcurrentExecutions',
  throttles: 'Throttles',
  timeouts: 'Timeouts',
  'errors-burst': 'Errors',
}
const STATES = ['firing', 'firing', 'acknowledged', 'snoozed', 'resolved', 'resolved', 'resolved'] as const

/** Alerts of each rule in each state, with a timeline, over the last days. */
export async function seedAlerts(pool: Pool, nowMs: number, count: number): Promise<void> {
  const random = createRandom(5)
  const { rows: functions } = await pool.query<{
    id: number
    name: string
    account_id: string
    region: string
    event_id: string | null
  }>(
    `SELECT id, name, account_id, region, (SELECT event_id FROM trail_event e WHERE e.function_name = r.name AND e.event_name = 'UpdateFunctionCode' ORDER BY event_time DESC LIMIT 1) AS event_id
     FROM resource r WHERE kind = 'function' AND deleted_at IS NULL ORDER BY id LIMIT 60`,
  )
  if (functions.length === 0) return
  const rows = Array.from({ length: count }, (_, i) => {
    const [ruleId, ruleKind, severity, text] = RULES[i % RULES.length] ?? RULES[0]
    const fn = random.pick(functions)
    const whole = ruleId === 'account-concurrency' || ruleId === 'charges-jump'
    const state = STATES[random.int(STATES.length)] ?? 'firing'
    const startedMs =
      nowMs - (20 * MINUTE_MS + random.next() * 13 * 24 * HOUR_MS * (state === 'resolved' ? 1 : 0.05))
    return {
      fingerprint: `${ruleId}:${i}`,
      rule_id: ruleId,
      rule_kind: ruleKind,
      severity,
      state,
      title: whole ? text : `${text} ${fn.name}`,
      summary: `${text}${whole ? '' : ` ${fn.name}`}: seen in 3 of the last 5 periods.`,
      account_id: fn.account_id,
      region: fn.region,
      resource_id: whole ? null : fn.id,
      resource_name: whole ? null : fn.name,
      evidence: {
        items: [
          { label: 'Value', value: '86 %' },
          { label: 'Threshold', value: '80 %' },
        ],
        eventIds: ruleKind === 'detection' && fn.event_id ? [fn.event_id] : [],
        metric: METRICS[ruleId]
          ? {
              title: METRICS[ruleId],
              unit: 'Count',
              series: [
                {
                  namespace: METRICS[ruleId] === 'Timeouts' ? 'Sightline' : 'AWS/Lambda',
                  metric: METRICS[ruleId],
                  stat: whole ? 'Maximum' : 'Sum',
                  dimension: whole ? '' : fn.name,
                },
              ],
              threshold: { label: 'Threshold', value: whole ? 800 : 10 },
            }
          : null,
      },
      occurrences: 1 + random.int(20),
      started_at: new Date(startedMs),
      last_seen_at: new Date(startedMs + 15 * MINUTE_MS),
      resolved_at: state === 'resolved' ? new Date(startedMs + 40 * MINUTE_MS) : null,
      snoozed_until: state === 'snoozed' ? new Date(nowMs + 2 * HOUR_MS) : null,
      acknowledged_by: state === 'acknowledged' ? 'alice' : null,
    }
  })
  await pool.query(
    `WITH made AS (INSERT INTO alert (id, fingerprint, rule_id, rule_kind, severity, state, title, summary, account_id, region, resource_id, resource_name, evidence, occurrences, started_at, last_seen_at, created_at, resolved_at, snoozed_until, acknowledged_by)
       SELECT gen_random_uuid(), fingerprint, rule_id, rule_kind, severity, state, title, summary, account_id, region, resource_id, resource_name, evidence, occurrences, started_at, last_seen_at, started_at, resolved_at, snoozed_until, acknowledged_by
       FROM jsonb_to_recordset($1::jsonb) AS x(fingerprint text, rule_id text, rule_kind text, severity text, state text, title text, summary text, account_id text, region text, resource_id int, resource_name text, evidence jsonb, occurrences int, started_at timestamptz, last_seen_at timestamptz, resolved_at timestamptz, snoozed_until timestamptz, acknowledged_by text)
       RETURNING *)
     INSERT INTO alert_entry (id, alert_id, at, kind, actor, text)
     SELECT gen_random_uuid(), id, started_at, 'opened', 'Sightline', summary FROM made
     UNION ALL SELECT gen_random_uuid(), id, resolved_at, 'resolved', 'Sightline', 'The condition ended.' FROM made WHERE resolved_at IS NOT NULL
     UNION ALL SELECT gen_random_uuid(), id, last_seen_at, 'acknowledged', 'alice', 'Looking at it <b>now</b>' FROM made WHERE acknowledged_by IS NOT NULL`,
    [JSON.stringify(rows)],
  )
  await pool.query(
    `INSERT INTO finding (id, check_id, resource_id, severity, status, evidence, opened_at, last_seen_at)
     SELECT gen_random_uuid(), 'function-url-public', id, 'critical', 'open', '[]', $1, $2 FROM resource WHERE kind = 'function' AND summary->>'urlAuth' = 'NONE' AND deleted_at IS NULL`,
    [new Date(nowMs - 48 * HOUR_MS), new Date(nowMs)],
  )
}
