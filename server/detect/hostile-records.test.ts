import { expect, it } from 'vitest'
import { DetectionEngine } from '#server/detections/engine/detection-engine.ts'
import { MemoryState } from '#server/detections/engine/memory-state.ts'
import { exampleRecord } from '#server/detections/example-record.ts'
import { DETECTIONS } from '#server/detections/index.ts'
import { NO_CONTEXT } from '#server/detections/no-context.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { createRandom } from '#server/testing/seed/random.ts'
import { readTrailText } from '#server/trail-files/read-trail-text.ts'

const JUNK: unknown[] = [
  ...[null, '', 0, -1, true, [], {}, [null], [[]], { a: 1 }, ['*'], { '': {} }, 1e300, [{ items: 5 }]],
  ...[
    'HIDDEN_DUE_TO_SECURITY_REASONS',
    '{"a":',
    '[]',
    'null',
    'arn:aws:',
    'arn:aws:iam::1:role/',
    '\u0000',
    '%',
    '9'.repeat(50),
  ],
]
/** So that the record still finds its detections. */
const KEPT = new Set(['eventID', 'eventTime', 'recipientAccountId', 'eventName', 'eventSource'])

function damage(value: unknown, random: ReturnType<typeof createRandom>): unknown {
  if (random.next() < 0.06) return random.pick(JUNK)
  if (Array.isArray(value)) return value.map((one) => damage(one, random))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, KEPT.has(key) ? one : damage(one, random)]),
  )
}

it.each([1, 2, 3])(
  'reads any values in any places of records, and no detection fails on them (%i)',
  async (seed) => {
    const random = createRandom(seed)
    const detections = DETECTIONS.map((detection) => ({ ...detection, off: undefined }))
    const engine = new DetectionEngine({ detections })
    const state = new MemoryState()
    const examples = DETECTIONS.flatMap(({ examples: { fires, quiet } }) => [...fires, ...quiet])
    const lines = examples
      .flatMap(({ records }) => records)
      .map((example, index) => JSON.stringify(damage(exampleRecord(example, index), random)))
    const failed: string[] = []
    let read = 0
    const clock = () => Date.UTC(2026, 10, 20) + 400 * DAY_MS
    for await (const { records } of readTrailText(lines.join('\n'), 'x', { clock })) {
      read += records.length
      const { failures } = engine.run(records, NO_CONTEXT, state)
      for (const { detectionId, error } of failures) failed.push(`${detectionId}: ${error}`)
    }
    expect(failed).toEqual([])
    expect(read).toBeGreaterThan(lines.length / 2)
  },
)
