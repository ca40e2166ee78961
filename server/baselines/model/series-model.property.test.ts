import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { ANOMALY_THRESHOLD, SeriesModel } from './series-model.ts'

type Point = [atMs: number, value: number]

const START_MS = Date.parse('2026-03-02T00:00:00Z')
const oddValue = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: 0, max: 1000, noNaN: true }) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 20 }) },
  { weight: 2, arbitrary: fc.double() },
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, -0, 1e308, -1e308, 5e-324, 1e-300),
)
const oddGap = fc.oneof(
  { weight: 8, arbitrary: fc.constant(HOUR_MS) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 3 * 24 * HOUR_MS }) },
  fc.constantFrom(0, -HOUR_MS, MINUTE_MS, 30 * 24 * HOUR_MS, 400 * 24 * HOUR_MS),
)
const oddPoints = fc
  .array(fc.tuple(oddGap, oddValue), { minLength: 1, maxLength: 300 })
  .map((steps): Point[] => {
    let atMs = START_MS
    return steps.map(([gapMs, value]) => {
      atMs += gapMs
      return [atMs, value]
    })
  })
const feed = (model: SeriesModel, points: readonly Point[]) =>
  points.map(([at, value]) => model.score(at, value))

describe('SeriesModel, of any points', () => {
  it('gives a score between 0 and 1 that agrees with the anomaly, and a band around what it expects', () => {
    fc.assert(
      fc.property(oddPoints, (points) => {
        const model = new SeriesModel()
        for (const scored of feed(model, points)) {
          if (!scored) continue
          expect(scored.score).toBeGreaterThanOrEqual(0)
          expect(scored.score).toBeLessThanOrEqual(1)
          expect(scored.score >= ANOMALY_THRESHOLD).toBe(scored.isAnomaly)
          expect(scored.kind === null).toBe(!scored.isAnomaly)
          const { lower, expected, upper, times, firstInDays } = scored
          for (const one of [times ?? 0, firstInDays ?? 0]) expect(Number.isFinite(one)).toBe(true)
          if (lower === null || expected === null || upper === null) continue
          for (const one of [lower, expected, upper]) expect(Number.isFinite(one)).toBe(true)
          expect(lower).toBeLessThanOrEqual(upper)
        }
        expect(model.save().byteLength).toBeLessThanOrEqual(4096)
      }),
    )
  })

  it('passes over exactly what is not finite and what is not newer than the newest', () => {
    fc.assert(
      fc.property(oddPoints, (points) => {
        const model = new SeriesModel()
        let newestMs = Number.NEGATIVE_INFINITY
        for (const [at, value] of points) {
          const isTaken = Number.isFinite(value) && at > newestMs
          const before = model.save()
          expect(model.score(at, value) !== null).toBe(isTaken)
          if (isTaken) newestMs = at
          else expect(model.save()).toEqual(before)
        }
      }),
    )
  })

  it('answers the same when it was saved and restored in between, and when it is replayed', () => {
    fc.assert(
      fc.property(oddPoints, fc.nat(), (points, at) => {
        const cut = at % points.length
        const whole = new SeriesModel()
        const answers = feed(whole, points)
        const model = new SeriesModel()
        const first = feed(model, points.slice(0, cut))
        const restored = SeriesModel.restore(model.save())
        expect([...first, ...feed(restored, points.slice(cut))]).toEqual(answers)
        expect(restored.save()).toEqual(whole.save())
      }),
    )
  })

  it('starts anew of a state that it cannot read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), oddPoints, (bytes, points) => {
        expect(feed(SeriesModel.restore(bytes), points)).toEqual(feed(new SeriesModel(), points))
      }),
    )
  })

  it('takes no time for a time that is none', () => {
    for (const atMs of [Number.NaN, 1e300, -1e300, Number.POSITIVE_INFINITY]) {
      expect(new SeriesModel().score(atMs, 1)).toBeNull()
    }
    expect(new SeriesModel().score(-1e12, 1)).not.toBeNull()
  })
})
