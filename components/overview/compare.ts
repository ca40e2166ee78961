import { changePercent, formatCount } from '#components/ui/format.ts'

/** "▲ 12 %", "▼ 3 %", "no change", or "none before" where the period before has nothing to compare with. */
export function compareWords(now: number | null, before: number | null): string {
  if (now === null || before === null) return 'nothing to compare with'
  if (now === before) return 'as before'
  const percent = changePercent(now, before)
  if (percent === null) return 'none the period before'
  const size = Math.abs(percent)
  const arrow = percent > 0 ? '▲' : '▼'
  return `${arrow} ${size < 1 ? '<1' : size > 999 ? '>999' : Math.round(size)} % on the period before`
}

/** "+5 on the period before" for small counts. */
export function differenceWords(now: number, before: number): string {
  if (now === before) return 'as the period before'
  return `${now > before ? '▲' : '▼'} ${formatCount(Math.abs(now - before))} on the period before`
}

/** "2 critical, 1 high" without the zeros; null where both are zero. */
export function severityWords(critical: number, high: number): string | null {
  const parts = [critical > 0 ? `${critical} critical` : '', high > 0 ? `${high} high` : ''].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : null
}
