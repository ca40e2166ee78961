import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { type Span, timePieces } from './time-pieces.ts'

it('covers every moment of the period once', () => {
  const ms = fc.integer({ min: 0, max: 100 * DAY_MS })
  fc.assert(
    fc.property(ms, ms, (a, b) => {
      const [fromMs, toMs] = [Math.min(a, b), Math.max(a, b)]
      const { days, hours, rest } = timePieces(fromMs, toMs)
      const inMs = (spans: Span[], unitMs: number) =>
        spans.map(([from, to]): Span => [from * unitMs, to * unitMs])
      const spans = [...inMs(days, DAY_MS), ...inMs(hours, HOUR_MS), ...inMs(rest, 1)].sort(
        ([x], [y]) => x - y,
      )
      let at = fromMs
      for (const [from, to] of spans) {
        expect(from).toBe(at)
        expect(to).toBeGreaterThan(from)
        at = to
      }
      expect(at).toBe(toMs)
      for (const [from, to] of rest) expect(to - from).toBeLessThan(2 * HOUR_MS)
    }),
  )
})
