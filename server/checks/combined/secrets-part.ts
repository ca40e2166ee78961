import { environmentSecrets } from '#server/checks/secrets/environment-secrets.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { type PartFound, partOf } from './part.ts'

/** Whether a secret stands in its environment variables. */
export function secretsPart(record: FunctionRecord, around: Surroundings): PartFound {
  return partOf(environmentSecrets.evaluate(record, around), 'secrets stand in its environment')
}
