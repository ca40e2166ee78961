import { notApplicable } from '#server/checks/secrets/verdicts.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ImageRepositoryRecord } from '#server/domain/records/image-repository-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { imageUsers } from './image-users.ts'

/** The verdict on a repository of whose images no function runs any; undefined where one does or may. */
export function unusedRepository(record: ImageRepositoryRecord, around: Surroundings): Verdict | undefined {
  if (imageUsers(record, around)?.length !== 0) return undefined
  return notApplicable('No function of the region runs an image of the repository.')
}
