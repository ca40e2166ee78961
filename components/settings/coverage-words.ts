import { formatDuration } from '#server/domain/time.ts'
import type { CoverageRow } from '#server/services/coverage/schema.ts'

export type ProblemGroup = {
  key: string
  state: 'denied' | 'failed' | 'malformed'
  permission: string
  operation: string
  code: string
  message: string
  count: number
  /** "production · eu-west-1" */
  places: string[]
  resources: string[]
  /** What is not known because of it, each once. */
  hides: string[]
}

const RANK = { denied: 0, failed: 1, malformed: 2 } as const

/** Problems brought together over accounts and regions: the same call that failed the same way is one. */
export function groupProblems(rows: CoverageRow[]): ProblemGroup[] {
  const groups = new Map<string, ProblemGroup>()
  for (const row of rows) {
    for (const problem of row.problems) {
      const key = `${problem.state} ${problem.operation} ${problem.code}`
      const group = groups.get(key) ?? {
        key,
        ...problem,
        count: 0,
        places: [],
        resources: [],
        hides: [],
      }
      group.count += problem.count
      group.places = [...new Set([...group.places, `${row.accountName} · ${row.region}`])]
      group.resources = [...new Set([...group.resources, ...problem.resources])]
      group.hides = [...new Set([...group.hides, problem.hides])]
      groups.set(key, group)
    }
  }
  return [...groups.values()].sort((a, b) => RANK[a.state] - RANK[b.state] || b.count - a.count)
}

export type Place = { key: string; accountId: string; accountName: string; region: string }
export type Matrix = {
  collectors: { id: string; title: string }[]
  places: Place[]
  cell: (place: Place, collector: string) => CoverageRow | undefined
}

/** Coverage as a matrix: a row for each account and region, a column for each collector. */
export function matrixOf(rows: CoverageRow[]): Matrix {
  const collectors = new Map<string, string>()
  const places = new Map<string, Place>()
  const cells = new Map<string, CoverageRow>()
  for (const row of rows) {
    const key = `${row.accountId} ${row.region}`
    collectors.set(row.collector, row.title)
    if (!places.has(key))
      places.set(key, { key, accountId: row.accountId, accountName: row.accountName, region: row.region })
    cells.set(`${key} ${row.collector}`, row)
  }
  return {
    collectors: [...collectors].map(([id, title]) => ({ id, title })),
    places: [...places.values()].sort(
      (a, b) => a.accountName.localeCompare(b.accountName) || a.region.localeCompare(b.region),
    ),
    cell: (place, collector) => cells.get(`${place.key} ${collector}`),
  }
}

/** A cell in a sentence: what ran, when, what it read, what it cost. */
export function cellInWords(row: CoverageRow, nowMs: number): string {
  const ago = (at: string | null) => (at === null ? 'never' : `${formatDuration(nowMs - Date.parse(at))} ago`)
  const problems = row.problems.map((one) => `${one.permission} ${one.state}`).join(', ')
  return [
    `${row.title}, ${row.accountName}, ${row.region}: ${row.status}`,
    `last run ${ago(row.lastRunAt)}, last complete ${ago(row.lastOkAt)}`,
    `${row.items} items, ${row.calls} calls, ${row.throttles} throttled, ${(row.durationMs / 1000).toFixed(1)} s`,
    problems,
  ]
    .filter((part) => part !== '')
    .join('\n')
}
