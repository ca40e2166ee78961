import { readCheckSwitches } from '#server/assess/check-switches.ts'
import { Judge } from '#server/assess/judge.ts'
import { type StoredVerdict, stateOf } from '#server/assess/record-assessments.ts'
import { CHECK_BY_ID } from '#server/checks/index.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { type Severity, severityRank } from '#server/domain/severity.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { NotFoundError } from '#server/errors.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { ruleTitles } from '#server/services/findings/rule-titles.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { ResourceVerdicts } from './schema.ts'

type Item = ResourceVerdicts['items'][number]
type Standing = {
  id: string
  checkId: string
  severity: Severity
  status: 'open' | 'excepted'
  summary: string | null
}

function textOf(verdict: Verdict): string {
  switch (verdict.state) {
    case 'fail':
      return verdict.summary
    case 'pass':
      return verdict.evidence.map(({ label, value }) => `${label}: ${value}`).join('; ')
    default:
      return verdict.reason
  }
}

const STATE_ORDER = ['fail', 'unknown', 'pass', 'not applicable']

/** What every check says of one resource, asked now. Own rules as they last said. @throws NotFoundError */
export async function getResourceVerdicts(
  context: Context,
  { id }: { id: number },
): Promise<ResourceVerdicts> {
  authorise(context, 'viewer')
  const { pool } = context.store
  const [[resource], standing, switches, titleOf] = await Promise.all([
    queryRows<{ record: ResourceRecord; deleted: boolean; verdicts: Record<string, StoredVerdict> | null }>(
      pool,
      sql`SELECT v.record, r.deleted_at IS NOT NULL AS deleted, a.verdicts FROM resource r
        JOIN resource_version v ON v.id = r.current_version_id LEFT JOIN assessment a ON a.resource_id = r.id WHERE r.id = ${id}`,
    ),
    queryRows<Standing>(
      pool,
      sql`SELECT id, check_id AS "checkId", severity, status, evidence->>'summary' AS summary FROM finding
        WHERE resource_id = ${id} AND status <> 'closed'`,
    ),
    readCheckSwitches(pool),
    ruleTitles(context),
  ])
  if (!resource) throw new NotFoundError('This resource')
  if (resource.deleted) return { items: [] }
  const [judged] = await new Judge(pool, switches, context.clock()).judge([resource])
  const findings = new Map(standing.map((one) => [one.checkId, one]))
  const item = (checkId: string, state: Item['state'], severity: Severity | null, text: string): Item => ({
    checkId,
    ...titleOf(checkId),
    state,
    severity,
    text,
    findingId: findings.get(checkId)?.id ?? null,
    excepted: findings.get(checkId)?.status === 'excepted',
  })
  const own = Object.entries(resource.verdicts ?? {}).filter(([checkId]) => checkId.startsWith('own-'))
  const items = [
    ...[...(judged?.verdicts ?? [])].map(([checkId, verdict]) =>
      item(
        checkId,
        verdict.state,
        verdict.state === 'fail' ? verdict.severity : (CHECK_BY_ID.get(checkId)?.severity ?? null),
        textOf(verdict),
      ),
    ),
    ...own.map(([checkId, stored]) => {
      const finding = findings.get(checkId)
      const text = typeof stored === 'string' ? (finding?.summary ?? '') : stored.unknown
      return item(checkId, stateOf(stored), finding?.severity ?? null, text)
    }),
  ]
  return {
    items: items.sort(
      (a, b) =>
        STATE_ORDER.indexOf(a.state) - STATE_ORDER.indexOf(b.state) ||
        severityRank(a.severity ?? 'info') - severityRank(b.severity ?? 'info') ||
        a.title.localeCompare(b.title),
    ),
  }
}
