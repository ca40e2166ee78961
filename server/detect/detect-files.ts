import type { Detection } from '#server/detections/define-detection.ts'
import { DetectionEngine } from '#server/detections/engine/detection-engine.ts'
import type { Hit } from '#server/detections/engine/hit.ts'
import { MemoryState } from '#server/detections/engine/memory-state.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import type { FoundFiles } from '#server/trail-files/find-trail-files.ts'
import { ReadCounts } from '#server/trail-files/read-counts.ts'
import { type ReadFilesOptions, readTrailFiles } from '#server/trail-files/read-trail-files.ts'
import { TimeOrder } from '#server/trail-files/time-order.ts'
import { Incidents } from './incidents.ts'
import { SeenFunctions } from './seen-functions.ts'

export type DetectResult = {
  read: ReadCounts
  /** Records that came so late that detections which go by several took no note of them. */
  tooLate: number
  /** Records on which a detection failed, by its id, and the first error. */
  failures: Map<string, { count: number; error: unknown }>
  /** Things that had to be forgotten to keep memory bounded. */
  forgotten: number
}

type Options = ReadFilesOptions & {
  detections: readonly Detection[]
  /** What was found, in the order of times, as near as can be told while there is more to read. */
  found: (incidents: Hit[]) => Promise<void>
  progress?: (read: ReadCounts) => void
}

/** Runs detections on the records of files, with a memory of its own and of bounded size. */
export async function detectFiles(
  { files, rejects, otherFiles }: FoundFiles,
  { detections, found, progress, ...options }: Options,
): Promise<DetectResult> {
  const engine = new DetectionEngine({ detections })
  const state = new MemoryState()
  const order = new TimeOrder()
  const incidents = new Incidents()
  const functions = new SeenFunctions()
  const read = new ReadCounts()
  const result: DetectResult = { read, tooLate: 0, failures: new Map(), forgotten: 0 }
  read.addRejects(rejects)
  read.notes.otherFiles += otherFiles

  const evaluate = async (records: TrailRecord[]) => {
    const newest = records.at(-1)
    if (!newest) return
    functions.note(records)
    const { hits, tooLate, failures } = engine.run(records, functions.context, state)
    result.tooLate += tooLate.length
    for (const { detectionId, error } of failures) {
      const before = result.failures.get(detectionId)
      result.failures.set(detectionId, { count: (before?.count ?? 0) + 1, error: before?.error ?? error })
    }
    await found(incidents.add(hits, newest.eventTime.getTime()))
  }

  for await (const batch of readTrailFiles(files, options)) {
    read.add(batch)
    await evaluate(order.add(batch.records, batch.textBytes))
    progress?.(read)
  }
  await evaluate(order.rest())
  await found(incidents.rest())
  result.forgotten = state.dropped
  return result
}
