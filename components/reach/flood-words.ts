import { formatCount } from '#components/ui/format.ts'
import type { FunctionReach } from '#server/domain/reach/reach.ts'

type Flood = FunctionReach['flood']

/** Whom a flood of this function starves, in a sentence. */
export function poolSentence(flood: Flood): string {
  const { count } = flood.neighbours
  const neighbours = count === 1 ? '1 neighbour' : `${formatCount(count)} neighbours`
  switch (flood.pool) {
    case 'shared':
      if (count === 0 && flood.ceiling !== null)
        return `A flood can take up to ${formatCount(flood.ceiling)} concurrent executions; no other function shares them.`
      return flood.ceiling === null
        ? `It shares the account's concurrency with ${neighbours}: a flood can starve them.`
        : `A flood can take up to ${formatCount(flood.ceiling)} concurrent executions and starve ${neighbours}.`
    case 'reserved':
      return `A flood can take its own ${formatCount(flood.reserved ?? flood.ceiling)} concurrent executions and no more: neighbours are safe, itself is throttled.`
    case 'off':
      return 'Its reserved concurrency is 0: every invocation is throttled.'
    case 'unknown':
      return 'How much concurrency it can take is not known.'
  }
}

/** Share of the account's limit that the function can take, 0 to 100; null where a figure is missing. */
export function ceilingPercent(flood: Pick<Flood, 'ceiling' | 'accountLimit'>): number | null {
  if (flood.ceiling === null || flood.accountLimit === null || flood.accountLimit <= 0) return null
  return Math.min(100, (flood.ceiling / flood.accountLimit) * 100)
}
