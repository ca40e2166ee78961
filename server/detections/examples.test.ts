import { describe, expect, it } from 'vitest'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import type { Detection, Example } from './define-detection.ts'
import { DetectionEngine } from './engine/detection-engine.ts'
import { MemoryState } from './engine/memory-state.ts'
import { EXAMPLE_ACCOUNT, EXAMPLE_REGION, exampleRecord } from './example-record.ts'
import { DETECTIONS } from './index.ts'
import { NO_CONTEXT } from './no-context.ts'

/** Runs an example record by record, as they would come in; those that need settings say them in `parameters`. */
function hitsOf(detection: Detection, { records, context }: Example) {
  const engine = new DetectionEngine({
    detections: [detection],
    tunings: new Map([[detection.id, { enabled: true }]]),
  })
  const state = new MemoryState()
  const at = { ...NO_CONTEXT, ...context }
  return records.flatMap((one, index) => {
    const record = readRawRecord(exampleRecord(one, index), {
      accountId: EXAMPLE_ACCOUNT,
      region: EXAMPLE_REGION,
    })
    if (!record) throw new Error('the record cannot be read')
    const { hits, failures, tooLate } = engine.run([record], at, state)
    expect(failures).toEqual([])
    expect(tooLate).toEqual([])
    return hits
  })
}

const cases = (wanted: 'fires' | 'quiet') =>
  DETECTIONS.flatMap((detection) =>
    detection.examples[wanted].map((example) => ({
      id: detection.id,
      title: example.title,
      detection,
      example,
    })),
  )

describe('detections', () => {
  it.each(cases('fires'))('$id fires: $title', ({ detection, example }) => {
    expect(hitsOf(detection, example).map(({ detectionId }) => detectionId)).toContain(detection.id)
  })

  it.each(cases('quiet'))('$id is quiet: $title', ({ detection, example }) => {
    expect(hitsOf(detection, example)).toEqual([])
  })
})
