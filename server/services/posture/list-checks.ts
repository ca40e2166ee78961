import type { z } from 'zod'
import { type CheckSwitches, readCheckSwitches } from '#server/assess/check-switches.ts'
import type { AnyCheck } from '#server/checks/define-check.ts'
import { CHECKS } from '#server/checks/index.ts'
import { severityRank } from '#server/domain/severity.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { chosen } from '#server/services/facets.ts'
import { type OwnRule, ownRule } from '#server/services/rules/schema.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { tallyScope } from './posture-scope.ts'
import type { CheckRow, listChecksQuery, Tally } from './schema.ts'
import { NO_TALLY, talliesByCheck } from './tallies.ts'

type Query = z.infer<typeof listChecksQuery>

export function checkRow(check: AnyCheck, switches: CheckSwitches, tally: Tally = NO_TALLY): CheckRow {
  const { id, title, group, kind, severity, off = null } = check
  return { id, title, group, kind, severity, enabled: switches.isOn(check), off, tally }
}

/** The organisation's own rules as rows of the catalogue. */
async function ownRows({ store }: Context, tallies: Map<string, Tally>): Promise<CheckRow[]> {
  const rows = await queryRows<{ body: unknown; enabled: boolean }>(
    store.pool,
    sql`SELECT body, enabled FROM own_rule ORDER BY id`,
  )
  return rows.flatMap(({ body, enabled }) => {
    const parsed = ownRule.safeParse(body)
    return parsed.success ? [ownRow(parsed.data, enabled, tallies.get(parsed.data.id))] : []
  })
}

const ownRow = (
  { id, title, kind, severity }: OwnRule,
  enabled: boolean,
  tally: Tally = NO_TALLY,
): CheckRow => ({
  id,
  title,
  group: 'own',
  kind,
  severity,
  enabled,
  off: null,
  tally,
})

function isWanted(row: CheckRow, query: Query): boolean {
  const groups = chosen(query.group)
  const severities = chosen(query.severity)
  if (groups && !groups.includes(row.group)) return false
  if (severities && !severities.includes(row.severity)) return false
  const text = query.q?.trim().toLowerCase()
  if (text && !`${row.id} ${row.title}`.toLowerCase().includes(text)) return false
  switch (query.state) {
    case 'failing':
      return row.enabled && row.tally.fail > 0
    case 'unknown':
      return row.enabled && row.tally.unknown > 0
    case 'passing':
      return row.enabled && row.tally.fail === 0 && row.tally.pass > 0
    case 'off':
      return !row.enabled
    default:
      return true
  }
}

/** The catalogue with what each check says in scope: those that fail first, the worst of them at the top. */
export async function listChecks(context: Context, query: Query): Promise<{ items: CheckRow[] }> {
  authorise(context, 'viewer')
  const [switches, tallies] = await Promise.all([
    readCheckSwitches(context.store.pool),
    talliesByCheck(context.store.pool, tallyScope(context, query)),
  ])
  const rows = [
    ...CHECKS.map((check) => checkRow(check, switches, tallies.get(check.id))),
    ...(await ownRows(context, tallies)),
  ]
  const order = (row: CheckRow) => [
    Number(!row.enabled),
    Number(row.tally.fail === 0),
    severityRank(row.severity),
    -row.tally.fail,
  ]
  const items = rows
    .filter((row) => isWanted(row, query))
    .sort((a, b) => {
      const [x, y] = [order(a), order(b)]
      const i = x.findIndex((value, at) => value !== y[at])
      return i < 0 ? a.title.localeCompare(b.title) : (x[i] ?? 0) - (y[i] ?? 0)
    })
  return { items }
}
