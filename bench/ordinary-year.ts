import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { atLeast, atMost, type Bench, type Measure } from './define-bench.ts'
import type { SimAlert } from './ordinary-year/alert-book.ts'
import { BEGIN_MS } from './ordinary-year/calendar.ts'
import { makeFleet } from './ordinary-year/fleet.ts'
import { type Injected, KINDS, planIncidents } from './ordinary-year/inject.ts'
import { stepsOfWeeks, trafficOf } from './ordinary-year/traffic.ts'
import { watchEstate } from './ordinary-year/watch-estate.ts'
import { FunctionWatch } from './ordinary-year/watch-function.ts'

const WEEK_MS = 7 * 24 * HOUR_MS
/** The product fetches two weeks of the past before it begins. */
const LEARNING_WEEKS = 2
const FOUND_WITHIN_MS = 10 * MINUTE_MS
/** What comes so long after an incident is still about it. */
const AFTERMATH_MS = 2 * HOUR_MS
/** Each kind has so many in a year. */
const EACH_A_YEAR = 60

/** `npm run bench -- ordinary-year --weeks=8` is quicker. */
const weeksWanted = () =>
  Number(process.argv.find((one) => one.startsWith('--weeks='))?.slice('--weeks='.length) ?? 52)

const isAbout = (alert: SimAlert, incident: Injected) =>
  alert.functions?.includes(incident.functionName) === true &&
  alert.openedMs >= incident.fromMs &&
  alert.openedMs <= incident.toMs + AFTERMATH_MS

type Outcome = { incident: Injected; afterMs: number | null; ruleId: string | null }

function outcomeOf(incident: Injected, alerts: readonly SimAlert[]): Outcome {
  const first = alerts
    .filter((alert) => isAbout(alert, incident) && alert.openedMs <= incident.toMs + 10 * MINUTE_MS)
    .toSorted((a, b) => a.openedMs - b.openedMs)[0]
  return {
    incident,
    afterMs: first ? first.openedMs - incident.fromMs : null,
    ruleId: first?.ruleId ?? null,
  }
}

const countBy = (names: readonly string[]) =>
  [...Map.groupBy(names, (name) => name)].map(([name, list]) => `${name} ${list.length}`).join(', ') || 'none'

const info = (figure: string, value: number, unit: string): Measure => ({
  figure,
  value,
  unit,
  goal: '',
  met: true,
})

function list(outcomes: readonly Outcome[], falseAlerts: readonly SimAlert[]): void {
  const time = (ms: number) => new Date(ms).toISOString().slice(0, 16)
  for (const { openedMs, ruleId, severity, functions, why } of falseAlerts)
    process.stderr.write(`  false: ${time(openedMs)} ${ruleId} ${severity} ${functions?.join(' ')}: ${why}\n`)
  for (const { incident, afterMs } of outcomes) {
    if (afterMs !== null && afterMs <= FOUND_WITHIN_MS) continue
    const { kind, functionName, fromMs, strength } = incident
    process.stderr.write(
      `  late: ${time(fromMs)} ${kind} ${functionName} ${strength.toFixed(2)} ${afterMs}\n`,
    )
  }
}

/** Which alerts were about nothing, and which incidents were found in time; by kind, on standard error. */
function report(outcomes: readonly Outcome[], falseAlerts: readonly SimAlert[]): void {
  for (const kind of KINDS) {
    const own = outcomes.filter(({ incident }) => incident.kind === kind)
    const inTime = own.filter(({ afterMs }) => afterMs !== null && afterMs <= FOUND_WITHIN_MS)
    const later = own.filter(({ afterMs }) => afterMs !== null && afterMs > FOUND_WITHIN_MS)
    const rules = countBy(inTime.map(({ ruleId }) => ruleId ?? ''))
    process.stderr.write(
      `  ${kind}: ${inTime.length} of ${own.length} within 10 min (${rules}); later: ${later.length} (${later.map(({ afterMs }) => Math.round((afterMs ?? 0) / MINUTE_MS)).join(', ')} min); missed: ${own.length - inTime.length - later.length}\n`,
    )
  }
  if (process.argv.includes('--list')) list(outcomes, falseAlerts)
  process.stderr.write(`  false alerts by rule: ${countBy(falseAlerts.map(({ ruleId }) => ruleId))}\n`)
  process.stderr.write(
    `  false alerts by habit: ${countBy(falseAlerts.map(({ functions, ruleId }) => `${ruleId} of ${functions?.[0]?.split('-')[0] ?? 'account'}`))}\n`,
  )
}

function simulate(weeks: number): Measure[] {
  const all = LEARNING_WEEKS + weeks
  const fleet = makeFleet(all)
  const fromMs = BEGIN_MS + LEARNING_WEEKS * WEEK_MS
  const each = Math.max(5, Math.round((EACH_A_YEAR * weeks) / 52))
  const incidents = planIncidents(fleet, { each, fromMs, weeks: all })
  const startedAt = performance.now()
  let points = 0
  const watched = fleet.map((fn) => {
    const own = incidents.filter(({ functionName }) => functionName === fn.name)
    const {
      seen,
      glimpses,
      points: count,
    } = new FunctionWatch(fn, trafficOf(fn, own, stepsOfWeeks(all))).run()
    points += count
    return { seen, glimpses }
  })
  const { alerts, incidents: found } = watchEstate(
    fleet,
    watched.flatMap(({ seen }) => seen),
    watched.flatMap(({ glimpses }) => glimpses),
  )
  const counted = alerts.filter(({ openedMs }) => openedMs >= fromMs)
  const falseAlerts = counted.filter((alert) => !incidents.some((incident) => isAbout(alert, incident)))
  const outcomes = incidents.map((incident) => outcomeOf(incident, counted))
  report(outcomes, falseAlerts)
  const inTime = (list: readonly Outcome[], withinMs = FOUND_WITHIN_MS) =>
    (100 * list.filter(({ afterMs }) => afterMs !== null && afterMs <= withinMs).length) / list.length
  return [
    atMost(
      `false alerts a week, ${fleet.length} functions, ${weeks} weeks`,
      falseAlerts.length / weeks,
      1,
      '',
    ),
    atLeast(`injected incidents found within 10 min, of ${incidents.length}`, inTime(outcomes), 95, '%'),
    ...KINDS.map((kind) =>
      info(`of these: ${kind}`, inTime(outcomes.filter(({ incident }) => incident.kind === kind)), '%'),
    ),
    info('found within 15 min', inTime(outcomes, 15 * MINUTE_MS), '%'),
    info('incidents of unusual metrics that were recorded, a week', found / all, ''),
    info('points scored and held against all rules', points / 1e6, 'M'),
    info('time taken', (performance.now() - startedAt) / 1000, 's'),
  ]
}

/**
 * Ordinary traffic of two hundred functions for a year, by the product's own models, rules and correlation: how often it
 * says something of nothing, and how soon it says something of what was injected.
 */
export const ordinaryYear: Bench = {
  name: 'ordinary-year',
  run: async () => simulate(weeksWanted()),
}
