import { describe, expect, it } from 'vitest'
import { SeriesModel } from '#server/baselines/model/series-model.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { STEP_MS } from './anomaly-run.ts'
import { SeriesTracker, type TrackerMemory } from './series-tracker.ts'

const START = Date.parse('2026-11-02T00:00:00Z')
const ONSET = START + 10 * DAY_MS
const usual = (atMs: number) => Math.round(300 + 30 * Math.sin(atMs / HOUR_MS) + 9 * Math.sin(atMs / 777_777))
const options = { unit: 'invocations', listens: true }

function taught(): SeriesTracker {
  const tracker = new SeriesTracker(options)
  for (let at = START; at < ONSET; at += STEP_MS) tracker.push(at, usual(at))
  tracker.takeFinished()
  return tracker
}
const feed = (tracker: SeriesTracker, fromMs: number, values: readonly number[]) => {
  for (const [i, value] of values.entries()) tracker.push(fromMs + i * STEP_MS, value)
}
const many = (count: number, value: number) => Array.from({ length: count }, () => value)

describe('SeriesTracker', () => {
  it('makes one anomaly of a run, with its peak and its end, and none of the return', () => {
    const tracker = taught()
    feed(tracker, ONSET, [4000, 9000, 5000, ...many(24, 300)])
    const [run, ...others] = [...tracker.takeFinished(), ...(tracker.open ? [tracker.open] : [])]
    expect(others).toEqual([])
    expect(run).toMatchObject({ startedMs: ONSET, endedMs: ONSET + 3 * STEP_MS, kind: 'spike', periods: 3 })
    expect(run?.excess).toBeGreaterThan(10_000)
  })

  it('keeps two usual points in a run, and begins another after three', () => {
    const tracker = taught()
    feed(tracker, ONSET, [4000, 300, 300, 4000, 300, 300, 300, 300, 9000])
    expect(tracker.takeFinished()).toMatchObject([{ startedMs: ONSET, periods: 2 }])
    expect(tracker.open).toMatchObject({ startedMs: ONSET + 8 * STEP_MS })
  })

  it('tells a drop from a spike that it follows', () => {
    const tracker = taught()
    feed(tracker, ONSET, [4000, 4000, 0, 0, 0])
    expect(tracker.takeFinished()).toMatchObject([{ kind: 'spike', periods: 2 }])
    expect(tracker.open).toMatchObject({ kind: 'silence', startedMs: ONSET + 2 * STEP_MS })
  })

  it('concludes nothing from how little a step is that may still grow', () => {
    const tracker = taught()
    tracker.push(ONSET, 0, true)
    expect(tracker.open).toBeNull()
    expect(tracker.silence?.steps).toBe(0)
    const loud = taught()
    loud.push(ONSET, 9000, true)
    expect(loud.open).toMatchObject({ kind: 'spike' })
  })

  it('passes over what is no number, and what is not newer', () => {
    const tracker = taught()
    const before = tracker.saveMemory()
    expect(tracker.push(ONSET, Number.NaN)).toBeNull()
    expect(tracker.push(START, 9000)).toBeNull()
    expect(tracker.saveMemory()).toEqual(before)
  })

  it('goes on from what was saved as if it had never stopped', () => {
    const tracker = taught()
    feed(tracker, ONSET, [4000, 9000])
    const memory = JSON.parse(JSON.stringify(tracker.saveMemory())) as TrackerMemory
    const restored = new SeriesTracker(options, SeriesModel.restore(tracker.saveModel()), memory)
    for (const one of [tracker, restored]) feed(one, ONSET + 2 * STEP_MS, [5000, ...many(6, 300), 0, 0])
    expect(restored.saveMemory()).toEqual(tracker.saveMemory())
    expect(restored.takeFinished()).toEqual(tracker.takeFinished())
    expect(Buffer.compare(restored.saveModel(), tracker.saveModel())).toBe(0)
  })
})
