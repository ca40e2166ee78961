import { DetectionEngine } from '#server/detections/engine/detection-engine.ts'
import { MemoryState } from '#server/detections/engine/memory-state.ts'
import {
  EXAMPLE_ACCOUNT,
  EXAMPLE_REGION,
  type ExampleRecord,
  exampleRecord,
} from '#server/detections/example-record.ts'
import { NO_CONTEXT } from '#server/detections/no-context.ts'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import { readSigma } from './load-sigma.ts'

/** Reads texts as if they were the files a.yml, b.yml and c.yml. */
export const load = (text: string, ...others: string[]) =>
  readSigma({
    files: [text, ...others].map((one, i) => ({ file: `${'abc'[i]}.yml`, text: one })),
    problems: [],
  })

/** The rules that fire on these records, a minute after each other. */
export function firesOn(loaded: ReturnType<typeof load>, ...examples: ExampleRecord[]): string[] {
  const records = examples.flatMap((example, index) => {
    const place = { accountId: EXAMPLE_ACCOUNT, region: EXAMPLE_REGION }
    return readRawRecord(exampleRecord(example, index), place) ?? []
  })
  const engine = new DetectionEngine({ detections: loaded.detections })
  const { hits, failures } = engine.run(records, NO_CONTEXT, new MemoryState())
  if (failures[0]) throw new Error(`${failures[0].detectionId} failed: ${failures[0].error}`)
  return [...new Set(hits.map(({ detectionId }) => detectionId))]
}
