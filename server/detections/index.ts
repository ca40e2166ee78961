import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { codeChangedByPerson } from './code-changed-by-person.ts'
import type { Detection } from './define-detection.ts'
import { functionRoleUsedElsewhere } from './function-role-used-elsewhere.ts'

export const DETECTIONS: readonly Detection[] = [codeChangedByPerson, functionRoleUsedElsewhere]

const byEvent = new Map<string, Detection[]>()
for (const detection of DETECTIONS) {
  for (const source of detection.sources) {
    for (const name of detection.names) {
      const key = `${source} ${name}`
      byEvent.set(key, [...(byEvent.get(key) ?? []), detection])
    }
  }
}

/** The detections that look at records of this source and name; the cost does not grow with the catalogue. */
export function detectionsFor(record: Pick<TrailRecord, 'eventSource' | 'eventName'>): Detection[] {
  return [
    ...(byEvent.get(`${record.eventSource} ${record.eventName}`) ?? []),
    ...(byEvent.get(`${record.eventSource} *`) ?? []),
    ...(byEvent.get('* *') ?? []),
  ]
}
