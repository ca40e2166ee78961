'use client'
import { useCallback, useRef } from 'react'
import { useScope } from './use-scope.ts'

type Span = { from: string; to: string } | null

/**
 * A chart's zoom is the page's time range in the URL. `zoomOut` goes back one step, to the span that was shown before or,
 * where the page was opened with a span, to its range up to now.
 */
export function useZoom() {
  const { scope, setScope } = useScope()
  const before = useRef<Span[]>([])
  const { from, to, range } = scope
  const zoom = useCallback(
    (fromMs: number, toMs: number) => {
      before.current.push(from && to ? { from, to } : null)
      return setScope({ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() })
    },
    [from, to, setScope],
  )
  const zoomOut = useCallback(() => setScope(before.current.pop() ?? { range }), [range, setScope])
  return { isZoomed: from !== null, zoom, zoomOut }
}
