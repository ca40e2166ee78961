import { asFarAsSeen } from '#server/domain/access/as-far-as-seen.ts'
import { allowedResources } from '#server/domain/iam/may-perform.ts'
import { platformMade } from '#server/domain/posture/platform-made.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import type { UserRecord } from '#server/domain/records/user-record.ts'
import { policiesOf } from './execution-role.ts'

/** Who may do all of these on everything runs the account. */
const TELLING = ['iam:AttachRolePolicy', 'iam:CreateUser', 'kms:PutKeyPolicy', 's3:DeleteBucket'] as const

const known = new WeakMap<RoleRecord | UserRecord, boolean>()

function runsTheAccount(record: RoleRecord | UserRecord): boolean {
  const before = known.get(record)
  if (before !== undefined) return before
  const principal = asFarAsSeen(policiesOf(record))
  const found = TELLING.every((action) => {
    const allowed = allowedResources(principal, action)
    return allowed !== null && !allowed.conditional && allowed.resources.includes('*')
  })
  known.set(record, found)
  return found
}

/** Whether a principal of the account runs it anyway, or is a platform's own; undefined where its record was not found. */
export function isAdministrator(arn: string, around: Surroundings): boolean | undefined {
  if (arn.includes(':user/')) {
    const user = around.find('user', arn)
    return user.state === 'known' ? runsTheAccount(user.value) : undefined
  }
  const role = around.find('role', arn)
  if (role.state !== 'known') return undefined
  return platformMade(role.value) !== null || runsTheAccount(role.value)
}
