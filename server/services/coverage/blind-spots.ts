import type { CoverageRow } from './schema.ts'

export type BlindSpot = {
  permission: string
  state: string
  hides: string
  accounts: string[]
  regions: string[]
  functions: number
}

/** What cannot be seen, one entry a permission and state: where, what that hides, and for how many resources it was met. */
export function blindSpots(rows: CoverageRow[]): BlindSpot[] {
  const spots = new Map<string, BlindSpot>()
  for (const row of rows) {
    for (const problem of row.problems) {
      const key = `${problem.permission || problem.operation} ${problem.state} ${problem.hides}`
      const spot = spots.get(key) ?? {
        permission: problem.permission || problem.operation,
        state: problem.state,
        hides: problem.hides,
        accounts: [],
        regions: [],
        functions: 0,
      }
      if (!spot.accounts.includes(row.accountId)) spot.accounts.push(row.accountId)
      if (!spot.regions.includes(row.region)) spot.regions.push(row.region)
      spot.functions += problem.count
      spots.set(key, spot)
    }
  }
  return [...spots.values()].sort((a, b) => b.functions - a.functions)
}
