import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { DetectionEngine } from '#server/detections/engine/detection-engine.ts'
import { MemoryState } from '#server/detections/engine/memory-state.ts'
import { DETECTIONS } from '#server/detections/index.ts'
import { NO_CONTEXT } from '#server/detections/no-context.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { atLeast, atMost, type Bench, type Measure } from './define-bench.ts'
import { strangers } from './strangers.ts'
import { trailMix } from './trail-mix.ts'

const RECORDS = 200_000
const ROUNDS = 5
const BATCH = 1_000
/** Each round is this much later, so that what is remembered grows, and in the end is forgotten, as in a real account. */
const SPAN_MS = 4 * DAY_MS
const HOSTILE_MINUTES = 300
const START_MS = Date.UTC(2026, 8, 1)

const plain = (figure: string, value: number, unit: string): Measure => ({
  figure,
  value,
  unit,
  goal: '',
  met: true,
})

function readMix(): TrailRecord[] {
  const mix = trailMix(RECORDS, { fromMs: START_MS, toMs: START_MS + SPAN_MS })
  return mix.flatMap((raw) => {
    const accountId = String(raw.recipientAccountId)
    return readRawRecord(raw, { accountId, region: 'eu-west-1', source: 'file' }) ?? []
  })
}

/** The same records some days later, with ids of their own. */
function later(records: TrailRecord[], round: number): void {
  for (const record of records) {
    record.eventTime = new Date(record.eventTime.getTime() + SPAN_MS)
    record.eventId = `${round}${record.eventId.slice(1)}`
  }
}

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

function heapBytes(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

/** What is remembered of 300,000 records of which each is by somebody else, in megabytes. */
function measureStrangers(engine: DetectionEngine): number {
  const state = new MemoryState()
  const before = heapBytes()
  for (const records of strangers(HOSTILE_MINUTES, START_MS)) engine.run(records, NO_CONTEXT, state)
  return (heapBytes() - before) / 2 ** 20
}

/** All detections on the records of an estate of 800 functions, with what they remember: records a second of processor time. */
export const detectionEngine: Bench = {
  name: 'detections',
  run: async () => {
    const records = readMix()
    const engine = new DetectionEngine({
      detections: DETECTIONS,
      tunings: new Map(DETECTIONS.map(({ id }) => [id, { enabled: true }])),
    })
    const state = new MemoryState()
    const before = heapBytes()
    const speeds: number[] = []
    let hits = 0
    let largest = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      if (round > 0) later(records, round)
      const startedAt = process.cpuUsage()
      for (let at = 0; at < records.length; at += BATCH) {
        const result = engine.run(records.slice(at, at + BATCH), NO_CONTEXT, state)
        if (result.failures.length > 0) throw new Error(`a detection failed: ${result.failures[0]?.error}`)
        hits += result.hits.length
      }
      const { user, system } = process.cpuUsage(startedAt)
      speeds.push(records.length / ((user + system) / 1e6))
      largest = Math.max(largest, heapBytes() - before)
    }
    const median = speeds.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0
    return [
      atLeast(`${DETECTIONS.length} detections, one core`, median, 50_000, 'records/s'),
      plain('  the first time, code cold', speeds[0] ?? 0, 'records/s'),
      atMost('  remembered after a million records', largest / 2 ** 20, 200, 'MB'),
      plain('  things remembered', state.size, ''),
      atMost('  remembered where each record is by somebody else', measureStrangers(engine), 512, 'MB'),
      plain('  hits, before they are folded', hits, ''),
    ]
  },
}
