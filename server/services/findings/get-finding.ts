import { readCheckSwitches } from '#server/assess/check-switches.ts'
import { Judge } from '#server/assess/judge.ts'
import { evaluateCheck, remedyFor } from '#server/checks/evaluate-check.ts'
import { CHECK_BY_ID, CHECKS } from '#server/checks/index.ts'
import { asObject, asText } from '#server/domain/json.ts'
import { sameChecks } from '#server/domain/posture/same-finding.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { controlsOf } from '#server/frameworks/controls-of.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { findFindingRow } from './change-finding.ts'
import { type FindingRecord, selectFindings, toFindingRow } from './finding-rows.ts'
import { ruleTitles } from './rule-titles.ts'
import type { FindingDetail, FindingRow } from './schema.ts'

const MAX_ENTRIES = 200
const MAX_SIBLINGS = 100

type Evidence = { items: FindingDetail['evidence']; since: string | null }

async function evidenceOf({ store }: Context, id: string): Promise<Evidence> {
  const [row] = await queryRows<{ evidence: unknown }>(
    store.pool,
    sql`SELECT evidence FROM finding WHERE id = ${id}::uuid`,
  )
  const { items, since } = asObject(row?.evidence)
  const list = Array.isArray(items) ? items.map(asObject) : []
  return {
    items: list.map((item) => ({ label: asText(item.label) ?? '', value: asText(item.value) ?? '' })),
    since: asText(since) ?? null,
  }
}

/** How to mend it, from what is stored of the resource now; null where it is gone or mended. */
async function remediationOf(
  { store, clock }: Context,
  row: FindingRow,
): Promise<FindingDetail['remediation']> {
  const check = CHECK_BY_ID.get(row.checkId)
  if (!check) return ownRemediation(store, row.checkId)
  const [found] = await queryRows<{ record: ResourceRecord }>(
    store.pool,
    sql`SELECT v.record FROM resource r JOIN resource_version v ON v.id = r.current_version_id
      WHERE r.id = ${row.resourceId} AND r.deleted_at IS NULL`,
  )
  if (!found || found.record.kind !== check.kind) return null
  const switches = await readCheckSwitches(store.pool)
  const judge = new Judge(store.pool, switches, clock())
  const [remedy] = await judge.resolve([found.record], (record) => {
    const verdict = evaluateCheck(check, record, judge.around, switches.parametersOf(check.id))
    return verdict?.state === 'fail' ? remedyFor(check, record, verdict, judge.around) : null
  })
  return remedy ?? null
}

async function ownRemediation(store: Context['store'], id: string): Promise<FindingDetail['remediation']> {
  const [rule] = await queryRows<{ body: unknown }>(
    store.pool,
    sql`SELECT body FROM own_rule WHERE id = ${id}`,
  )
  const text = asText(asObject(rule?.body).remediation)
  return text ? { text, cli: null, cloudformation: null, terraform: null } : null
}

/** The write that CloudTrail tells of the resource's version at which the finding opened. */
async function openedBy({ store }: Context, row: FindingRow): Promise<FindingDetail['openedBy']> {
  const [event] = await queryRows<{ actor: string; eventId: string; eventName: string; at: Date }>(
    store.pool,
    sql`SELECT e.actor_name AS actor, e.event_id AS "eventId", e.event_name AS "eventName", e.event_time AS at
      FROM resource_version v JOIN trail_event e ON e.event_id = v.event_id
      WHERE v.resource_id = ${row.resourceId} AND v.valid_from <= ${new Date(row.openedAt)} ORDER BY v.valid_from DESC LIMIT 1`,
  )
  return event ? { ...event, at: event.at.toISOString() } : null
}

async function exceptionOf({ store }: Context, id: string | null): Promise<FindingDetail['exception']> {
  const found = id === null ? null : await store.prisma.exception.findUnique({ where: { id } })
  if (!found) return null
  const { reason, approver, expiresAt } = found
  return { id: found.id, reason, approver, expiresAt: expiresAt.toISOString() }
}

type External = { source: never; product: string; rule: string; name: string; url: string | null }

async function alsoSaidBy({ store }: Context, row: FindingRow): Promise<FindingDetail['alsoSaidBy']> {
  const arns = [...new Set([row.resourceArn, ...row.functionArns])]
  const rows = await queryRows<{ record: External }>(
    store.pool,
    sql`SELECT v.record FROM resource r JOIN resource_version v ON v.id = r.current_version_id
      WHERE r.kind = 'external-finding' AND r.deleted_at IS NULL AND r.account_id = ${row.accountId} AND r.summary->'resourceArns' ?| ${arns}::text[]`,
  )
  return rows.flatMap(({ record }) =>
    sameChecks(record, CHECKS).includes(row.checkId)
      ? [{ source: record.product || record.source, rule: record.rule, title: record.name, url: record.url }]
      : [],
  )
}

/** Everything about one finding: evidence, history, how to mend it, what covers it, what others say of it. @throws NotFoundError */
export async function getFinding(context: Context, { id }: { id: string }): Promise<FindingDetail> {
  authorise(context, 'viewer')
  const { pool } = context.store
  const row = await findFindingRow(context, id)
  const check = CHECK_BY_ID.get(row.checkId)
  const [evidence, remediation, opened, exception, same, titleOf, entries, functions, siblings, rule] =
    await Promise.all([
      evidenceOf(context, id),
      row.state === 'closed' ? null : remediationOf(context, row),
      openedBy(context, row),
      exceptionOf(context, row.exceptionId),
      alsoSaidBy(context, row),
      ruleTitles(context),
      queryRows<{
        id: string
        at: Date
        kind: FindingDetail['entries'][number]['kind']
        actor: string
        text: string
      }>(
        pool,
        sql`SELECT id, at, kind, actor, text FROM finding_entry WHERE finding_id = ${id}::uuid ORDER BY at DESC, id DESC LIMIT ${MAX_ENTRIES}`,
      ),
      queryRows<{ id: number; name: string; arn: string }>(
        pool,
        sql`SELECT id, name, arn FROM resource WHERE kind = 'function' AND arn = ANY(${row.functionArns}::text[]) ORDER BY name`,
      ),
      queryRows<FindingRecord>(
        pool,
        sql`${selectFindings(sql`(SELECT * FROM finding WHERE resource_id = ${row.resourceId} AND status <> 'closed' AND id <> ${id}::uuid)`)}
          ORDER BY array_position(ARRAY['critical', 'high', 'medium', 'low', 'info'], f.severity), f.check_id LIMIT ${MAX_SIBLINGS}`,
      ),
      queryRows<{ body: unknown }>(pool, sql`SELECT body FROM own_rule WHERE id = ${row.checkId}`),
    ])
  const others = siblings.map((record) => toFindingRow(record, titleOf))
  return {
    row,
    why: check?.why ?? asText(asObject(rule[0]?.body).why) ?? '',
    severityNote: check?.severityNote ?? null,
    evidence: evidence.items,
    since: evidence.since,
    remediation,
    references: [...(check?.references ?? [])],
    elsewhere: [...(check?.elsewhere ?? [])],
    frameworks: controlsOf(row.checkId),
    entries: entries.map((entry) => ({ ...entry, at: entry.at.toISOString() })),
    openedBy: opened,
    exception,
    functions,
    siblings: others,
    parts: others.filter((one) => check?.parts?.includes(one.checkId)),
    alsoSaidBy: same,
  }
}
