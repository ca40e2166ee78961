import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { Flood } from '#server/domain/reach/reach.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { isCritical } from './criticality.ts'

/** Names of the critical functions among those neighbours that the flood names: it names twenty at most. */
export function criticalNeighbours(
  { arn }: FunctionRecord,
  { neighbours }: Flood,
  around: Surroundings,
): string[] {
  const stem = arn.slice(0, arn.lastIndexOf(':') + 1)
  return neighbours.names.filter((name) => isCritical(`${stem}${name}`, around))
}
