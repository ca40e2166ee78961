import type { ChartSeries } from '#components/charts/chart-types.ts'
import { SERIES_TONES } from '#components/charts/tones.ts'
import { visibleText } from '#server/domain/text.ts'
import type { Overview } from '#server/services/overview/schema.ts'

type Data = Overview['detectionsOverTime']
const TITLE_LENGTH = 40

function shortTitle(title: string): string {
  const shown = visibleText(title)
  return shown.length > TITLE_LENGTH ? `${shown.slice(0, TITLE_LENGTH - 1)}…` : shown
}

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0)

/** Stacked bars by rule, the most frequent first; where there are more rules than colours, the rest is one series. */
export function detectionSeries({ rules, buckets }: Data): ChartSeries[] {
  const counts = (id: string) => buckets.map((bucket) => bucket.counts[id] ?? 0)
  const ranked = rules
    .map((rule) => ({ ...rule, counts: counts(rule.id) }))
    .sort((a, b) => sum(b.counts) - sum(a.counts))
  const named = ranked.slice(0, SERIES_TONES.length)
  const rest = ranked.slice(SERIES_TONES.length)
  const series = (key: string, name: string, values: number[]): Omit<ChartSeries, 'tone'> => ({
    key,
    name,
    kind: 'bar',
    summary: 'sum',
    points: buckets.map((bucket, i) => [Date.parse(bucket.at), values[i] ?? 0]),
  })
  const shown: ChartSeries[] = named.map((rule, i) => ({
    ...series(rule.id, shortTitle(rule.title), rule.counts),
    tone: SERIES_TONES[i] ?? 'neutral',
  }))
  if (rest.length === 0) return shown
  const others = buckets.map((_, i) => sum(rest.map((rule) => rule.counts[i] ?? 0)))
  const name = rest.length === 1 && rest[0] ? shortTitle(rest[0].title) : `${rest.length} other types`
  return [...shown, { ...series('others', name, others), tone: 'neutral' }]
}
