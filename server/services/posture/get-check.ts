import { activeExceptions } from '#server/assess/apply-exceptions.ts'
import { readCheckSwitches } from '#server/assess/check-switches.ts'
import type { AnyCheck } from '#server/checks/define-check.ts'
import { CHECK_BY_ID } from '#server/checks/index.ts'
import { NotFoundError } from '#server/errors.ts'
import { controlsOf } from '#server/frameworks/controls-of.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { parameterRows } from '#server/services/parameter-rows.ts'
import type { ScopeQuery } from '#server/services/scope.schema.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { checkRow } from './list-checks.ts'
import { tallyScope } from './posture-scope.ts'
import type { CheckDetail } from './schema.ts'
import { talliesByCheck, unknownReasons } from './tallies.ts'

/** @throws NotFoundError */
export function findCheck(id: string): AnyCheck {
  const check = CHECK_BY_ID.get(id)
  if (!check) throw new NotFoundError('This check')
  return check
}

/** Everything about one check: what it asks, of what, why, and how many say what. @throws NotFoundError */
export async function getCheck(
  context: Context,
  { id, ...query }: { id: string } & ScopeQuery,
): Promise<CheckDetail> {
  authorise(context, 'viewer')
  const check = findCheck(id)
  const { pool } = context.store
  const conditions = [...tallyScope(context, query), sql`t.check_id = ${id}`]
  const [switches, tallies, reasons, exceptions, collectors] = await Promise.all([
    readCheckSwitches(pool),
    talliesByCheck(pool, conditions),
    unknownReasons(pool, conditions),
    activeExceptions(pool, new Date(context.clock())),
    queryRows<{ collector: string }>(
      pool,
      sql`SELECT DISTINCT collector FROM collector_run WHERE collector = ANY(${check.needs}::text[])`,
    ),
  ])
  const ran = new Set(collectors.map((row) => row.collector))
  return {
    row: checkRow(check, switches, tallies.get(id)),
    why: check.why,
    severityNote: check.severityNote,
    needs: check.needs.map((collector) => ({
      collector,
      collected: ran.has(collector),
    })),
    parameters: check.parameters ? parameterRows(check.parameters, switches.parametersOf(id)) : [],
    parts: (check.parts ?? []).map((part) => ({ id: part, title: CHECK_BY_ID.get(part)?.title ?? part })),
    elsewhere: [...check.elsewhere],
    references: [...check.references],
    frameworks: controlsOf(id),
    unknownReasons: reasons.map(({ reason, count }) => ({ reason, count })),
    exceptions: exceptions.filter(
      ({ selector }) => selector.checks.length === 0 || selector.checks.includes(id),
    ).length,
  }
}
