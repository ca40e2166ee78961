import type { Grant } from './granted-actions.ts'
import { type NarrowedResources, narrowResources, wholeResources } from './narrow-resources.ts'
import type { JsonStatement } from './normal-statement.ts'
import type { TodayStatement } from './today-statements.ts'
import type { Want, Wants } from './wants.ts'

/** Uses that the configuration settles: where they cannot be seen, a wide grant narrows to what is configured. */
const SETTLED =
  /^(?:logs:(?:PutLogEvents|CreateLogStream|CreateLogGroup)|sqs:(?:ReceiveMessage|DeleteMessage|ChangeMessageVisibility)|kinesis:(?:GetRecords|GetShardIterator|SubscribeToShard)|dynamodb:(?:GetRecords|GetShardIterator))$/i
const WIDE = /^\*+$|^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:log-group:|stream\/|table\/)?\*+(?::\*)?$/

type Line = { resources: NarrowedResources; condition: TodayStatement['condition']; actions: Set<string> }

export type BuiltPolicy = {
  statements: JsonStatement[]
  /** Resources by action in lower case. */
  resources: Map<string, string[]>
}

/** Today's Allow statements, each cut down to what is wanted of it. None grants more than the one that it comes from. */
export function buildStatements(grants: Grant[], wants: Wants): BuiltPolicy {
  const lines = new Map<string, Line>()
  for (const { statement, actions } of grants) {
    for (const [key, { name }] of actions) {
      const want = wants.get(key)
      const resources = want && resourcesFor(statement, want)
      if (!resources) continue
      const lineKey = JSON.stringify([resources, statement.condition ?? null])
      const line = lines.get(lineKey) ?? { resources, condition: statement.condition, actions: new Set() }
      line.actions.add(name)
      lines.set(lineKey, line)
    }
  }
  const kept = withoutRepeats([...lines.values()])
  const resources = new Map<string, string[]>()
  for (const line of kept)
    for (const action of line.actions) {
      const before = resources.get(action.toLowerCase()) ?? []
      const more =
        'Resource' in line.resources ? line.resources.Resource : butThese(line.resources.NotResource)
      resources.set(action.toLowerCase(), [...new Set([...before, ...more])])
    }
  return { statements: kept.map(toStatement).sort(byFirstAction), resources }
}

const butThese = (resources: string[]) => [`everything but ${resources.join(', ')}`]

function resourcesFor(statement: TodayStatement, want: Want): NarrowedResources | undefined {
  if (want.resources !== null) return narrowResources(statement, [...want.resources])
  const isSettled =
    SETTLED.test(want.action) &&
    want.configured.size > 0 &&
    want.because.every(({ source }) => source === 'configuration' || source === 'not observable')
  if (!isSettled || !statement.resources.every((one) => WIDE.test(one))) return wholeResources(statement)
  return narrowResources(statement, [...want.configured]) ?? wholeResources(statement)
}

/** Leaves out an action where a line without conditions, or with the same ones, grants it on all the same resources. */
function withoutRepeats(lines: Line[]): Line[] {
  const condition = (line: Line) => JSON.stringify(line.condition ?? null)
  const covers = (wide: Line, narrow: Line) => {
    if (wide.condition !== undefined && condition(wide) !== condition(narrow)) return false
    if (!('Resource' in wide.resources)) return false
    const own = wide.resources.Resource
    if (own.includes('*')) return true
    return 'Resource' in narrow.resources && narrow.resources.Resource.every((one) => own.includes(one))
  }
  for (const [i, line] of lines.entries())
    for (const [j, other] of lines.entries()) {
      if (i === j || !covers(line, other) || (i > j && covers(other, line))) continue
      for (const action of line.actions) other.actions.delete(action)
    }
  return lines.filter((line) => line.actions.size > 0)
}

function toStatement({ resources, condition, actions }: Line): JsonStatement {
  return {
    Effect: 'Allow',
    Action: [...actions].sort(),
    ...resources,
    ...(condition === undefined ? {} : { Condition: condition }),
  }
}

function byFirstAction(a: JsonStatement, b: JsonStatement): number {
  const [x, y] = [a.Action?.[0] ?? '', b.Action?.[0] ?? '']
  return x < y ? -1 : x > y ? 1 : 0
}
