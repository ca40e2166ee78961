import type { z } from 'zod'
import { activeExceptions } from '#server/assess/apply-exceptions.ts'
import { type CheckSwitches, readCheckSwitches } from '#server/assess/check-switches.ts'
import type { AnyCheck } from '#server/checks/define-check.ts'
import { CHECK_BY_ID } from '#server/checks/index.ts'
import { NotFoundError } from '#server/errors.ts'
import { controlsOf } from '#server/frameworks/controls-of.ts'
import { authorise, type Context } from '#server/services/context.ts'
import type { ScopeQuery } from '#server/services/scope.schema.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { checkRow } from './list-checks.ts'
import { tallyScope } from './posture-scope.ts'
import type { CheckDetail, checkParameter } from './schema.ts'
import { talliesByCheck, unknownReasons } from './tallies.ts'

type Parameter = z.infer<typeof checkParameter>

function typeOf(value: unknown): Parameter['type'] {
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'number' || typeof value === 'boolean') return typeof value as 'number' | 'boolean'
  return 'text'
}

function parametersOf(check: AnyCheck, switches: CheckSwitches): Parameter[] {
  if (!check.parameters) return []
  const given = check.parameters.safeParse(switches.parametersOf(check.id) ?? {})
  const set: Record<string, unknown> = given.success ? given.data : {}
  const defaults: Record<string, unknown> = check.parameters.parse({})
  return Object.entries(check.parameters.shape).map(([name, schema]) => ({
    name,
    description: schema.description ?? '',
    type: typeOf(defaults[name]),
    value: set[name] ?? defaults[name],
    defaultValue: defaults[name],
  }))
}

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
    parameters: parametersOf(check, switches),
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
