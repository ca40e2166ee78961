import { describe, expect, it } from 'vitest'
import { TECHNIQUE_IDS } from '#server/domain/attack/techniques.ts'
import { plainEventName } from '#server/domain/trail/event-name.ts'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { type Detection, type Example, parametersOf } from './define-detection.ts'
import { DetectionEngine } from './engine/detection-engine.ts'
import type { Hit } from './engine/hit.ts'
import { MemoryState } from './engine/memory-state.ts'
import { mergeHits } from './engine/merge-hits.ts'
import { EXAMPLE_ACCOUNT, EXAMPLE_REGION, exampleRecord } from './example-record.ts'
import { DETECTIONS } from './index.ts'
import { NO_CONTEXT } from './no-context.ts'

function recordsOf({ records }: Example): TrailRecord[] {
  return records.map((one, index) => {
    const place = { accountId: EXAMPLE_ACCOUNT, region: EXAMPLE_REGION }
    const record = readRawRecord(exampleRecord(one, index), place)
    if (!record) throw new Error('the record cannot be read')
    return record
  })
}

function runEach(detection: Detection, batches: readonly TrailRecord[][], { context }: Example): Hit[] {
  const engine = new DetectionEngine({
    detections: [detection],
    tunings: new Map([[detection.id, { enabled: true }]]),
  })
  const state = new MemoryState()
  return batches.flatMap((batch) => engine.run(batch, { ...NO_CONTEXT, ...context }, state).hits)
}

const placeOf = (hits: readonly Hit[]) =>
  mergeHits(hits).map(({ fingerprint, at, lastAt, count }) => ({ fingerprint, at, lastAt, count }))

const FIRING = DETECTIONS.flatMap((detection) =>
  detection.examples.fires.map((example) => ({ id: detection.id, title: example.title, detection, example })),
)

describe('detections', () => {
  it('are at least 90, each with a title of its own', () => {
    expect(DETECTIONS.length).toBeGreaterThanOrEqual(90)
    const titles = DETECTIONS.map(({ title }) => title)
    expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([])
  })

  it.each(DETECTIONS)('$id names techniques of ATT&CK', ({ techniques }) => {
    expect(techniques.filter((id) => !TECHNIQUE_IDS.includes(id))).toEqual([])
  })

  it.each(DETECTIONS)('$id is found by sources and names as records have them', ({ sources, names }) => {
    for (const source of sources) expect(source).toMatch(/^(\*|[a-z0-9.-]+\.[a-z]+)$/)
    for (const name of names) expect(name).toBe(name === '*' ? '*' : plainEventName(name))
    expect(names.length * sources.length).toBeGreaterThan(0)
  })

  it.each(DETECTIONS)('$id has settings with defaults that are described', (detection) => {
    for (const [name, field] of Object.entries(detection.parameters?.shape ?? {})) {
      expect(field.meta()?.description, name).toEqual(expect.any(String))
      expect(parametersOf(detection, {})).toHaveProperty(name)
    }
  })

  it.each(FIRING)(
    '$id tells the same of "$title" in one batch as record by record',
    ({ detection, example }) => {
      const records = recordsOf(example)
      const whole = placeOf(runEach(detection, [records], example))
      expect(whole.length).toBeGreaterThan(0)
      expect(
        placeOf(
          runEach(
            detection,
            records.map((one) => [one]),
            example,
          ),
        ),
      ).toEqual(whole)
    },
  )

  it.each(FIRING)('$id says of "$title" who did what, in sentences that fit', ({ detection, example }) => {
    const [hit] = runEach(detection, [recordsOf(example)], example)
    expect(hit?.title.length).toBeLessThanOrEqual(300)
    expect(hit?.title).not.toMatch(/undefined|null|NaN|\[object/)
    expect(hit?.summary).not.toMatch(/undefined|NaN|\[object/)
    expect(hit?.summary).toMatch(/[.!?]$/)
    expect(hit?.evidence.length).toBeGreaterThan(0)
  })
})
