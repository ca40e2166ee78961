import { platformMade } from '#server/domain/posture/platform-made.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { notApplicable } from './execution-role.ts'

/**
 * Not applicable to a role that only helpers of a deployment tool run as: the tool writes its policy. For matters of order
 * alone, as anybody can give a function such a name.
 */
export function ofPlatformFunctions(record: RoleRecord, around: Surroundings): Verdict | undefined {
  const functions = around.functionsOfRole(record.arn)
  if (functions.state !== 'known' || functions.value.length === 0 || functions.value.length > 20)
    return undefined
  const reasons = functions.value.map(({ arn }) => {
    const fn = around.find('function', arn)
    return fn.state === 'known' ? platformMade(fn.value) : null
  })
  const [first] = reasons
  return first && !reasons.includes(null) ? notApplicable(first) : undefined
}
