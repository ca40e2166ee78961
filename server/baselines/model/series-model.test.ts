import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { SeriesModel } from './series-model.ts'

const START_MS = Date.parse('2026-03-02T00:00:00Z')

/** As good as chance between -0.5 and 0.5, and the same each time. */
function scatter(hours: number): number {
  const wild = Math.sin(hours * 12.9898 + 78.233) * 43758.5453
  return wild - Math.floor(wild) - 0.5
}

function daysOf(days: number, valueAt: (hours: number) => number): SeriesModel {
  const model = new SeriesModel()
  for (let at = 0; at < days * 24 * 60; at += 5) model.score(START_MS + at * MINUTE_MS, valueAt(at / 60))
  return model
}

describe('SeriesModel', () => {
  const wavy = (hours: number) => 100 + 20 * scatter(hours)
  const nextMs = START_MS + 3 * 24 * HOUR_MS

  it.each([
    ['a spike', 1000, 'spike'],
    ['a drop to nothing', 0, 'silence'],
  ])('finds %s', (_what, value, kind) => {
    expect(daysOf(3, wavy).score(nextMs, value)).toMatchObject({ isAnomaly: true, kind })
  })

  it('finds nothing in what is usual', () => {
    expect(daysOf(3, wavy).score(nextMs, 104)).toMatchObject({ isAnomaly: false, kind: null })
  })

  it('passes over what is not a number and what is not newer', () => {
    const model = daysOf(1, wavy)
    expect(model.score(nextMs, Number.NaN)).toBeNull()
    expect(model.score(START_MS, 100)).toBeNull()
  })

  it('goes on from a saved state as if it had never stopped', () => {
    const model = daysOf(3, wavy)
    const restored = SeriesModel.restore(model.save())
    expect(restored.score(nextMs, 140)).toEqual(model.score(nextMs, 140))
    expect(model.save().byteLength).toBeLessThanOrEqual(4096)
  })
})
