'use client'
import { TimeChart } from '#components/charts/time-chart.tsx'
import { Card } from '#components/ui/card.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import type { PostureSummary } from '#server/services/posture/schema.ts'
import { scoreReason } from './posture-words.ts'

const SHOWN = 6

function span(trend: PostureSummary['trend'], nowMs: number): [number, number] {
  const first = Date.parse(trend[0]?.at ?? '')
  return [Number.isNaN(first) ? nowMs - HOUR_MS : Math.min(first, nowMs - HOUR_MS), nowMs]
}

/** The score over time, and what moved it last. */
export function ScoreCard({ posture, nowMs }: { posture: PostureSummary; nowMs: number }) {
  const { trend, score, scoreExplained } = posture
  const [from, to] = span(trend, nowMs)
  const points = trend.map((point): [number, number] => [Date.parse(point.at), point.score])
  return (
    <Card title="Score" note={score === null ? 'nothing was judged yet' : `${score.toFixed(1)} of 100`}>
      <TimeChart
        title="Score over time"
        unit="Count"
        from={from}
        to={to}
        periodSeconds={3600}
        heightPx={120}
        series={[{ key: 'score', name: 'Score', kind: 'line', points, tone: 'accent' }]}
        marks={trend
          .filter((point) => point.cause !== 'estate' && point.cause !== 'first')
          .map((point) => ({ at: Date.parse(point.at), kind: 'configuration', label: scoreReason(point) }))}
        empty="Nothing was judged yet"
      />
      <h3 className="caps mt-2 mb-1">What moved it</h3>
      {trend.length === 0 ? (
        <p className="m-0 text-table text-muted">The first score appears after the first sweep.</p>
      ) : (
        <ol className="m-0 grid list-none grid-cols-1 gap-0.5 p-0 text-table">
          {trend
            .slice(-SHOWN)
            .reverse()
            .map((point) => (
              <li key={`${point.at} ${point.score}`} className="flex min-w-0 gap-2">
                <span className="num w-10 shrink-0 text-right">{point.score.toFixed(1)}</span>
                <span
                  className="line-clamp-2 min-w-0 flex-1 break-words"
                  title={visibleText(scoreReason(point))}
                >
                  {visibleText(scoreReason(point))}
                </span>
                <span className="shrink-0 text-muted">
                  <Time at={point.at} />
                </span>
              </li>
            ))}
        </ol>
      )}
      <p className="mt-2 mb-0 text-micro text-muted">{scoreExplained}</p>
    </Card>
  )
}
