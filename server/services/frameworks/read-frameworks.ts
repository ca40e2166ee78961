import { type CheckSwitches, readCheckSwitches } from '#server/assess/check-switches.ts'
import { CHECK_BY_ID } from '#server/checks/index.ts'
import { NotFoundError } from '#server/errors.ts'
import type { Control, Framework } from '#server/frameworks/define-framework.ts'
import { FRAMEWORKS } from '#server/frameworks/index.ts'
import { ruleOf } from '#server/services/alerts/rule-of.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { tallyScope } from '#server/services/posture/posture-scope.ts'
import type { Tally } from '#server/services/posture/schema.ts'
import { addTallies, NO_TALLY, talliesByCheck } from '#server/services/posture/tallies.ts'
import { placeConditions, resolveScope } from '#server/services/scope/resolve-scope.ts'
import type { ScopeQuery } from '#server/services/scope.schema.ts'
import { allOf, queryRows, sql } from '#server/store/sql.ts'
import { CONTROL_STATES, type FrameworkDetail, type FrameworkList } from './schema.ts'

type ControlDetail = FrameworkDetail['controls'][number]

type Facts = { switches: CheckSwitches; tallies: Map<string, Tally>; alerts: Map<string, number> }

/**
 * What can be said of a control. Nothing seen to fail is a pass only where something was seen: a control without checks
 * that ran is unseen or off, and one with unknown verdicts stays unknown.
 */
export function controlState(checks: ControlDetail['checks'], detections: number): ControlDetail['state'] {
  if (checks.length === 0 && detections === 0) return 'unseen'
  const on = checks.filter((check) => check.enabled)
  if (on.length === 0) return checks.length > 0 ? 'off' : 'unseen'
  const all = on.map((check) => check.tally).reduce(addTallies, NO_TALLY)
  if (all.fail > 0) return 'fail'
  if (all.unknown > 0 || all.pass + all.excepted === 0) return 'unknown'
  return 'pass'
}

function controlDetail(control: Control, { switches, tallies, alerts }: Facts): ControlDetail {
  const checks = control.checks.flatMap((id) => {
    const check = CHECK_BY_ID.get(id)
    if (!check) return []
    const { title, severity } = check
    return [{ id, title, severity, enabled: switches.isOn(check), tally: tallies.get(id) ?? NO_TALLY }]
  })
  const detections = control.detections.map((id) => ({
    id,
    title: ruleOf(id).title,
    alerts: alerts.get(id) ?? 0,
  }))
  const on = checks.filter((check) => check.enabled)
  return {
    id: control.id,
    title: control.title,
    state: controlState(checks, detections.length),
    unseen: control.unseen,
    tally: on.map((check) => check.tally).reduce(addTallies, NO_TALLY),
    checks,
    detections,
  }
}

async function facts(context: Context, query: ScopeQuery): Promise<Facts> {
  const { pool } = context.store
  const places = placeConditions(resolveScope(context, query), sql`alert`, 'global')
  const [switches, tallies, firing] = await Promise.all([
    readCheckSwitches(pool),
    talliesByCheck(pool, tallyScope(context, query)),
    queryRows<{ id: string; count: number }>(
      pool,
      sql`SELECT rule_id AS id, count(*)::int AS count FROM alert WHERE state <> 'resolved' AND ${allOf(places)} GROUP BY 1`,
    ),
  ])
  return { switches, tallies, alerts: new Map(firing.map((row) => [row.id, row.count])) }
}

function frameworkRow({ id, title, version, publisher, url }: Framework, controls: ControlDetail[]) {
  const count = (state: ControlDetail['state']) =>
    controls.filter((control) => control.state === state).length
  const counts = Object.fromEntries(CONTROL_STATES.map((state) => [state, count(state)]))
  return {
    id,
    title,
    version,
    publisher,
    url,
    controls: counts as FrameworkList['items'][number]['controls'],
  }
}

/** Every framework with how many of its controls are in which state. */
export async function listFrameworks(context: Context, query: ScopeQuery): Promise<FrameworkList> {
  authorise(context, 'viewer')
  const known = await facts(context, query)
  return {
    items: FRAMEWORKS.map((framework) =>
      frameworkRow(
        framework,
        framework.controls.map((control) => controlDetail(control, known)),
      ),
    ),
  }
}

/** One framework, control by control. @throws NotFoundError */
export async function getFramework(
  context: Context,
  { id, ...query }: { id: string } & ScopeQuery,
): Promise<FrameworkDetail> {
  authorise(context, 'viewer')
  const framework = FRAMEWORKS.find((one) => one.id === id)
  if (!framework) throw new NotFoundError('This framework')
  const known = await facts(context, query)
  const controls = framework.controls.map((control) => controlDetail(control, known))
  return { row: frameworkRow(framework, controls), controls }
}
