'use client'
import { parseAsStringLiteral, useQueryStates } from 'nuqs'
import { Button } from '#components/ui/button.tsx'

const OPTIONS = {
  compare: parseAsStringLiteral(['week']),
  scale: parseAsStringLiteral(['log']),
}

/** How the metrics are shown, in the URL: beside the week before, and on a logarithmic scale. */
export function useChartOptions() {
  const [options, setOptions] = useQueryStates(OPTIONS, { history: 'replace' })
  return { ...options, setOptions }
}

/** The switches of `useChartOptions`. */
export function ChartOptions({ compare, scale, setOptions }: ReturnType<typeof useChartOptions>) {
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        aria-pressed={compare === 'week'}
        className="aria-pressed:bg-hover aria-pressed:text-accent"
        onClick={() => setOptions({ compare: compare ? null : 'week' })}
      >
        A week before
      </Button>
      <Button
        size="sm"
        variant="ghost"
        aria-pressed={scale === 'log'}
        className="aria-pressed:bg-hover aria-pressed:text-accent"
        title="Small values beside large ones; stacked parts do not compare"
        onClick={() => setOptions({ scale: scale ? null : 'log' })}
      >
        Log scale
      </Button>
    </>
  )
}
