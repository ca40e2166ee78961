import type { Detection } from '#server/detections/define-detection.ts'
import { DetectionEngine } from '#server/detections/engine/detection-engine.ts'
import type { Hit } from '#server/detections/engine/hit.ts'
import { MemoryState } from '#server/detections/engine/memory-state.ts'
import type { Tuning } from '#server/detections/engine/rule.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { readAllProgress } from '#server/store/detection-progress.ts'
import type { Store } from '#server/store/store.ts'
import { oldestRecords, storedRecords } from '#server/store/stored-records.ts'
import { estateOf } from './estate.ts'
import { memoryOf } from './memory-of.ts'
import { incidentsOf, type JudgedHit, judgeHits } from './record-hits.ts'
import { type Allowed, rulebookOf } from './rulebook.ts'

/** A hit of a preview. */
export type PreviewedHit = JudgedHit

export type PreviewInput = {
  detectionId: string
  tuning: Tuning
  from: Date
  to: Date
  /** The catalogue's by default. */
  detections?: readonly Detection[]
  /** So long records are read at most; 20 seconds by default. */
  timeoutMs?: number
}

export type Preview = {
  /** What the detection finds as it is tuned now, and as it would be: incidents that the allow-list does not expect. */
  before: PreviewedHit[]
  after: PreviewedHit[]
  /** Stored records of the time that the detection looks at. */
  records: number
  /** Up to when records were looked at: before `to` where time ran out. */
  lookedTo: Date
  /** The oldest record that is stored, to the hour; null where there is none. */
  storedFrom: Date | null
}

type Variant = { engine: DetectionEngine; state: MemoryState; hits: JudgedHit[] }

const TIMEOUT_MS = 20_000
const FOLD_AT = 2000

function variantOf(detection: Detection, tuning: Tuning | undefined, known: Map<string, number>): Variant {
  const tunings = new Map(tuning ? [[detection.id, tuning]] : [])
  const engine = new DetectionEngine({ detections: [detection], tunings })
  const state = new MemoryState()
  for (const [accountId, sinceMs] of known)
    state.setProgress(accountId, { learningSinceMs: sinceMs, newestMs: sinceMs })
  return { engine, state, hits: [] }
}

const fold = (hits: readonly JudgedHit[]): JudgedHit[] => incidentsOf(hits).map(({ hit }) => hit)

function add(variant: Variant, hits: readonly Hit[], from: Date, allowed: Allowed): void {
  const inTime = hits.filter((hit) => hit.lastAt >= from)
  variant.hits.push(...judgeHits(inTime, { allowed }))
  if (variant.hits.length > FOLD_AT) variant.hits = fold(variant.hits)
}

/**
 * Runs one detection over the stored records as it is tuned now and as it would be, with what it would remember of the
 * time before; nothing is kept.
 * @throws RangeError when there is no such detection
 */
export async function previewReplay(
  store: Store,
  { detectionId, tuning, from, to, detections, timeoutMs = TIMEOUT_MS }: PreviewInput,
): Promise<Preview> {
  const { byId, tunings, ...rulebook } = await rulebookOf(store, { detections, maxAgeMs: 0 })
  const allowed = rulebook.allowed.fromTheBeginning()
  const detection = byId.get(detectionId)
  if (!detection) throw new RangeError(`there is no detection ${detectionId}`)
  const present = tunings.get(detectionId)
  const memoryMs = Math.max(memoryOf(detection, present), memoryOf(detection, tuning))
  const readFrom = new Date(from.getTime() - memoryMs)
  const oldest = await oldestRecords(store.pool)
  const known = new Map([...oldest].map(([id, at]) => [id, Math.max(at.getTime(), readFrom.getTime())]))
  for (const { accountId, learningSince } of await readAllProgress(store.pool)) {
    const sinceMs = known.get(accountId) ?? Number.POSITIVE_INFINITY
    known.set(accountId, Math.max(readFrom.getTime(), Math.min(sinceMs, learningSince.getTime())))
  }
  const variants = [variantOf(detection, present, known), variantOf(detection, tuning, known)]
  const deadlineMs = performance.now() + timeoutMs
  const preview = { records: 0, lookedTo: to }
  const look = async (records: TrailRecord[]) => {
    const accountIds = [...new Set(records.map(({ accountId }) => accountId))]
    const context = await estateOf(store).contextFor(store.pool, accountIds, to)
    for (const variant of variants)
      add(variant, variant.engine.run(records, context, variant.state).hits, from, allowed)
    preview.records += records.filter(({ eventTime }) => eventTime >= from).length
  }
  let reachedTo = readFrom
  for await (const records of storedRecords(store.pool, { from: readFrom, to, events: detection })) {
    if (performance.now() >= deadlineMs) {
      preview.lookedTo = reachedTo > from ? reachedTo : from
      break
    }
    await look(records)
    reachedTo = records.at(-1)?.eventTime ?? reachedTo
  }
  const [before = [], after = []] = variants.map(({ hits }) =>
    fold(hits).filter(({ allowedBy }) => allowedBy === null),
  )
  const storedFrom = [...oldest.values()].reduce<Date | null>(
    (first, at) => (first && first <= at ? first : at),
    null,
  )
  return { ...preview, before, after, storedFrom }
}
