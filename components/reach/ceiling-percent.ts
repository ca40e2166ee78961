import type { FunctionReach } from '#server/domain/reach/reach.ts'

type Figures = Pick<FunctionReach['flood'], 'ceiling' | 'accountLimit'>

/** Share of the account's limit that the function can take, 0 to 100; null where a figure is missing. */
export function ceilingPercent({ ceiling, accountLimit }: Figures): number | null {
  if (ceiling === null || accountLimit === null || accountLimit <= 0) return null
  return Math.min(100, (ceiling / accountLimit) * 100)
}
