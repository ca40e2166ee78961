import type { Scored } from './scored.ts'

const FIGURES = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })

/** One sentence on a point, such as "18 times the usual for Tuesday 14:00; first time in 21 days". */
export function explain(scored: Scored, { unit }: { unit: string }): string {
  const { expected, times, kind } = scored
  if (expected === null) return 'Nothing is known yet of what is usual.'
  const usual = scored.usualAt === null ? 'the usual' : `the usual for ${scored.usualAt}`
  const amount = `${FIGURES.format(expected)}${unit === '' ? '' : ` ${unit}`}`
  const parts = [comparison(kind, times, usual, amount)]
  if (scored.firstInDays !== null) {
    const days = Math.floor(scored.firstInDays)
    if (days >= 1) parts.push(days === 1 ? 'first time in a day' : `first time in ${days} days`)
  }
  if (!scored.isWarm) parts.push('still learning what is usual')
  return parts.join('; ')
}

function comparison(kind: Scored['kind'], times: number | null, usual: string, amount: string): string {
  if (kind === 'silence') return `nothing, where ${amount} is ${usual}`
  if (kind === 'shift')
    return `the last hours differ from before; now ${comparison(null, times, usual, amount)}`
  if (times === null) return `far from ${usual}, ${amount}`
  if (times >= 1.95) return `${FIGURES.format(times)} times ${usual}`
  return `${FIGURES.format(times * 100)} % of ${usual}, ${amount}`
}
