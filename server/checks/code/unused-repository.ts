import { notApplicable } from '#server/checks/secrets/verdicts.ts'
import { functionsBehind } from '#server/domain/posture/functions-behind.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ImageRepositoryRecord } from '#server/domain/records/image-repository-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

/** The verdict on a repository of whose images no function runs any; undefined where one does or may. */
export function unusedRepository(record: ImageRepositoryRecord, around: Surroundings): Verdict | undefined {
  if (around.all('function', record).state !== 'known') return undefined
  return functionsBehind(record, around).length > 0
    ? undefined
    : notApplicable('No function of the region runs an image of the repository.')
}
