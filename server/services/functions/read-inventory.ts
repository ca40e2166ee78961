import { asNumber, asObject, asText, asTexts } from '#server/domain/json.ts'
import { functionReach } from '#server/domain/reach/reach.ts'
import type { Trigger } from '#server/domain/triggers/trigger.ts'
import { effectiveLabel } from '#server/store/labels.ts'
import { unpack } from '#server/store/packed.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { Store } from '#server/store/store.ts'

const PAGE = 200

type Row = {
  id: number
  arn: string
  name: string
  account_id: string
  account_name: string | null
  region: string
  summary: unknown
  derived: unknown
  owner: string | null
  env: string | null
  role_derived: unknown
  reach: unknown
  triggers: (Trigger & { audience: string })[] | null
}

/** One function as an inventory lists it: what it is, as what it runs, by what it is invoked, who reaches it. */
export type InventoryItem = ReturnType<typeof toItem>

function toItem(row: Row) {
  const [summary, derived, role] = [asObject(row.summary), asObject(row.derived), asObject(row.role_derived)]
  const text = (key: string) => asText(summary[key]) ?? null
  const reach = functionReach.safeParse(unpack(row.reach))
  const answers = reach.success ? reach.data.answers : []
  return {
    arn: row.arn,
    name: row.name,
    accountId: row.account_id,
    accountName: row.account_name ?? row.account_id,
    region: row.region,
    runtime: text('runtime'),
    packageType: text('packageType'),
    architecture: text('architecture'),
    memoryMb: asNumber(summary.memoryMb) ?? null,
    timeoutSeconds: asNumber(summary.timeoutSeconds) ?? null,
    lastModifiedAt: text('lastModifiedAt'),
    state: text('state'),
    owner: row.owner || null,
    environment: row.env || null,
    criticality: asText(derived.criticality) ?? null,
    role: { arn: text('roleArn'), level: asText(derived.roleLevel) ?? 'unknown', risks: asTexts(role.risks) },
    reach: {
      level: asText(derived.reach) ?? 'unknown',
      certainty: asText(derived.reachCertainty) ?? 'unknown',
      answers: answers.map(({ audience, certainty, via, who, entry, decidedBy }) => ({
        audience,
        certainty,
        via,
        who,
        entry,
        decidedBy: decidedBy.map(({ what }) => what),
      })),
    },
    /** Null until they were worked out. */
    triggers:
      'triggerKinds' in derived
        ? (row.triggers ?? []).map((one) => ({
            kind: one.kind,
            source: one.source,
            detail: one.detail,
            qualifier: one.qualifier,
            invocation: one.invocation,
            sides: one.sides,
            live: one.live,
            audience: one.audience,
            failures: one.failures,
          }))
        : null,
  }
}

/** All functions that are there now, by account, region and name, a page of them in memory at a time. */
export async function* readInventory({ pool }: Store): AsyncGenerator<InventoryItem> {
  let after = ['', '', '', 0] as [string, string, string, number]
  for (;;) {
    const rows = await queryRows<Row>(
      pool,
      sql`SELECT r.id, r.arn, r.name, r.account_id, a.name AS account_name, r.region, r.summary, r.derived,
          ${effectiveLabel(sql`r`, 'owner')} AS owner, ${effectiveLabel(sql`r`, 'env')} AS env, i.body->'reach' AS reach,
          (SELECT role.derived FROM resource role WHERE role.kind = 'role' AND role.arn = r.summary->>'roleArn' AND role.deleted_at IS NULL LIMIT 1) AS role_derived,
          (SELECT jsonb_agg(t.body || jsonb_build_object('audience', t.audience) ORDER BY t.kind, t.source) FROM trigger t WHERE t.resource_id = r.id AND t.gone_at IS NULL) AS triggers
        FROM resource r LEFT JOIN aws_account a ON a.id = r.account_id LEFT JOIN insight i ON i.resource_id = r.id
        WHERE r.kind = 'function' AND r.deleted_at IS NULL AND (r.account_id, r.region, r.name, r.id) > (${after[0]}, ${after[1]}, ${after[2]}, ${after[3]})
        ORDER BY r.account_id, r.region, r.name, r.id LIMIT ${PAGE}`,
    )
    for (const row of rows) yield toItem(row)
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    after = [last.account_id, last.region, last.name, last.id]
  }
}
