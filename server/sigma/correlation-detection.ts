import { type Detection, defineDetection, type Stretch } from '#server/detections/define-detection.ts'
import { actMatch, whoIn } from '#server/detections/facts/act-match.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { aboutRule } from './about-rule.ts'
import { fieldOf, textOfValue } from './field-values.ts'
import type { SigmaCorrelation } from './rule-schema.ts'
import { either, indexOf } from './scope.ts'
import { SigmaError } from './sigma-error.ts'
import type { SigmaTest } from './sigma-test.ts'

/** A rule that a correlation is about: as the correlation names it. */
export type Part = { name: string; test: SigmaTest }

const UNIT_MS = { s: 1_000, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS }
const MAX_SPAN_MS = 31 * DAY_MS
const MOST_VALUES = 1_000
const MOST_EVENTS = 1_000_000

/** A correlation as a detection that runs beside ours. @throws SigmaError on what cannot be told from records as they come */
export function correlationDetection(
  id: string,
  { correlation, ...rule }: SigmaCorrelation,
  parts: readonly Part[],
  definition: string,
): Detection {
  const about = aboutRule(id, rule, definition)
  const windowMs = spanOf(correlation.timespan)
  const groups = parts.map((part) => ({ ...part, keyOf: keyReader(correlation, part.name) }))
  const [first, ...others] = parts
  if (!first) throw new SigmaError('there are no rules', ['correlation', 'rules'])
  const index = indexOf(others.reduce((scope, { test }) => either(scope, test.scope), first.test.scope))
  const keysOf = (record: TrailRecord) =>
    groups.flatMap(({ name, test, keyOf }) => {
      const key = test.holds(record) ? keyOf(record) : undefined
      return key === undefined ? [] : [{ name, key }]
    })
  const describe = (record: TrailRecord, { count }: Stretch) =>
    actMatch(record, {
      of: about.title,
      key: keysOf(record)[0]?.key ?? '',
      title: `${about.title}: ${whoIn(record)}`,
      summary: `${count} within ${correlation.timespan}: ${parts.map(({ name }) => name).join(', ')}.`,
      functionName: null,
    })
  const common = { ...about, ...index, describe }
  const { least, fields } = readCondition(correlation, parts.length)

  switch (correlation.type) {
    case 'event_count':
      return defineDetection({
        ...common,
        kind: 'threshold',
        limit: () => ({ count: least, windowMs }),
        select: (record) => keysOf(record).map(({ key }) => ({ key }))[0],
      })
    case 'value_count': {
      const readers = fields.map(fieldOf)
      return defineDetection({
        ...common,
        kind: 'threshold',
        limit: () => ({ count: least, windowMs }),
        select: (record) => {
          const value = textsOf(readers.map((read) => read(record)[0]))
          return value === undefined ? undefined : keysOf(record).map(({ key }) => ({ key, value }))[0]
        },
      })
    }
    case 'temporal':
      return defineDetection({
        ...common,
        kind: 'threshold',
        limit: () => ({ count: least, windowMs }),
        select: (record) => keysOf(record).map(({ name, key }) => ({ key, value: name })),
      })
    case 'temporal_ordered':
      return defineDetection({
        ...common,
        kind: 'sequence',
        windowMs,
        steps: groups.map(({ name, test, keyOf }) => ({
          title: name,
          select: (record) => (test.holds(record) ? keyOf(record) : undefined),
        })),
      })
    default:
      throw new SigmaError(
        `${correlation.type} is not supported: there are event_count, value_count, temporal and temporal_ordered`,
        ['correlation', 'type'],
      )
  }
}

type Correlation = SigmaCorrelation['correlation']

function spanOf(timespan: string): number {
  const unit = timespan.at(-1) as keyof typeof UNIT_MS
  const windowMs = Number(timespan.slice(0, -1)) * UNIT_MS[unit]
  if (windowMs > 0 && windowMs <= MAX_SPAN_MS) return windowMs
  throw new SigmaError('timespan is more than nothing and at most 31 days', ['correlation', 'timespan'])
}

/** How many it takes. A most cannot be told: what comes later would take back what was said. */
function readCondition(
  { type, condition, rules }: Correlation,
  parts: number,
): { least: number; fields: string[] } {
  const refuse = (why: string, ...path: string[]): never => {
    throw new SigmaError(why, ['correlation', ...path])
  }
  const isTemporal = type.startsWith('temporal')
  const { gt, gte, lt, lte, eq, field = [] } = condition ?? {}
  if (lt !== undefined || lte !== undefined || eq !== undefined)
    refuse('lt, lte and eq are not supported: a later record could take back what was found', 'condition')
  if (gt !== undefined && gte !== undefined) refuse('gt and gte cannot both be meant', 'condition')
  const given = gte ?? (gt === undefined ? undefined : gt + 1)
  if (given === undefined && !isTemporal) refuse('condition says how many it takes, as gte: 10', 'condition')
  const least = given ?? rules.length
  if (least < 1) refuse('a count of nothing is met by nothing', 'condition')
  if (isTemporal && least > parts) refuse(`there are only ${parts} rules`, 'condition')
  if (type === 'temporal_ordered' && (least !== parts || parts < 2))
    refuse('temporal_ordered takes all of its rules, and at least two', 'rules')
  if (type === 'value_count' && field.length === 0)
    refuse('value_count needs a field in its condition', 'condition')
  if (type === 'value_count' && least > MOST_VALUES)
    refuse(`more than ${MOST_VALUES} different values are not counted`, 'condition')
  if (least > MOST_EVENTS) refuse(`more than ${MOST_EVENTS} records are not counted`, 'condition')
  return { least, fields: field }
}

/** The values that records are grouped by; undefined where a record lacks one, so that it counts nowhere. */
function keyReader({ 'group-by': names = [], aliases = {} }: Correlation, part: string) {
  const readers = names.map((name) => fieldOf(aliases[name]?.[part] ?? name))
  return (record: TrailRecord) => textsOf(readers.map((read) => read(record)[0]))
}

function textsOf(values: readonly unknown[]): string | undefined {
  const texts = values.map(textOfValue)
  return texts.includes(undefined) ? undefined : JSON.stringify(texts)
}
