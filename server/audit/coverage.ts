import { COLLECTORS } from '#server/collectors/index.ts'
import { visibleText } from '#server/domain/text.ts'
import type { AuditRun } from './audit-run.ts'
import type { Extended, Extent } from './collect-estate.ts'

/** What was looked at, and what could not be, or was not on purpose. */
export type Coverage = {
  accounts: { id: string; regions: readonly string[] }[]
  functions: number
  /** False where calls were spared; `notes` say which. */
  thorough: boolean
  problems: {
    accountId: string
    region: string
    operation: string
    permission: string
    state: string
    code: string
    message: string
    count: number
    resources: string[]
    hides: string
  }[]
  notes: string[]
}

const HIDES = new Map(
  COLLECTORS.flatMap(({ operations, besides = [] }) => [
    ...operations.map(({ name, hides }): [string, string] => [name, hides]),
    ...besides.map(({ permission, hides }): [string, string] => [permission, hides]),
  ]),
)

export function coverageOf(run: AuditRun, accounts: Extent['accounts'], extended: Extended): Coverage {
  const { functions, thorough, withoutFunctions } = extended
  const notes: string[] = []
  if (!thorough)
    notes.push(
      'Calls were spared: aliases of functions without versions, retries and destinations of functions that nothing invokes asynchronously, recursion settings and states were not asked for. --thorough asks for them.',
      'A reserved concurrency of 0 shows only in functions that something starts.',
    )
  if (withoutFunctions.length > 0)
    notes.push(`${withoutFunctions.length} regions have no functions: nothing else was looked at there.`)
  return {
    accounts: accounts.map(({ id, regions }) => ({ id, regions })),
    functions,
    thorough,
    problems: run.problems.map(({ collector: _, ...problem }) => ({
      ...problem,
      hides: problem.hides ?? HIDES.get(problem.operation) ?? '',
    })),
    notes,
  }
}

/** Lines for people. */
export function* coverageLines({ problems, notes }: Coverage): Iterable<string> {
  const merged = new Map<string, { places: Set<string>; count: number; line: string }>()
  for (const { accountId, region, operation, permission, state, code, count, hides } of problems) {
    const what = state === 'denied' ? `${permission || operation} is denied` : `${operation} failed (${code})`
    const line = `${what}${hides === '' ? '' : `: hides ${hides}`}`
    const one = merged.get(line) ?? { places: new Set<string>(), count: 0, line }
    merged.set(line, one)
    one.places.add(`${accountId}/${region}`)
    one.count += count
  }
  for (const { line, places, count } of merged.values())
    yield visibleText(
      `${line} [${[...places].slice(0, 3).join(', ')}${places.size > 3 ? ', …' : ''}; ${count} times]`,
    )
  yield* notes
}
