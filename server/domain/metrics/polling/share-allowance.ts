import type { Allowance } from './month-budget.ts'
import type { Wanted } from './plan-polling.ts'

/**
 * What one region of an account may spend: first what all regions' accounts as a whole need, then functions in trouble,
 * then the others; where it is not enough, each region gets the same share of what it wants.
 */
export function shareAllowance(allowance: Allowance, own: Wanted, others: readonly Wanted[]): Allowance {
  const all = [own, ...others]
  let left = allowance.usdPerHour
  let usdPerHour = 0
  for (const part of ['account', 'troubled', 'others'] as const) {
    const wanted = all.reduce((sum, region) => sum + region[part], 0)
    const given = Math.min(left, wanted)
    left -= given
    if (wanted > 0) usdPerHour += (given * own[part]) / wanted
  }
  const troubled = all.reduce((sum, region) => sum + region.troubled, 0)
  const share = troubled > 0 ? own.troubled / troubled : 1 / all.length
  return { usdPerHour, troubleUsdPerHour: allowance.troubleUsdPerHour * share }
}
