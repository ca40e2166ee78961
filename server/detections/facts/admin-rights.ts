import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { happened } from './happened.ts'
import { field, requestOf, textOf } from './parameters.ts'
import { allowsEverything } from './policy-allows.ts'
import { statementsOf } from './statements-of.ts'

/** AWS's policies that give everything, or IAM, with which everything can be had. Source: AWS managed policies. */
const ADMIN = /^arn:aws[\w-]*:iam::aws:policy\/(AdministratorAccess|IAMFullAccess)$/

/** The managed policy by which a call attached administrator rights to a principal. */
export function adminPolicyAttached(record: TrailRecord): string | undefined {
  const arn = textOf(record, 'policyArn')
  return happened(record) && arn !== undefined && ADMIN.test(arn) ? arn : undefined
}

/** The principal that a call made an administrator, by a managed policy or an inline one: "user alice". */
export function madeAdmin(record: TrailRecord): string | undefined {
  const kind = /^(?:Attach|Put)(User|Role|Group)Policy$/.exec(record.eventName)?.[1]?.toLowerCase()
  const name = kind === undefined ? undefined : textOf(record, `${kind}Name`)
  if (name === undefined || !happened(record)) return undefined
  const isAdmin =
    adminPolicyAttached(record) !== undefined ||
    (record.eventName.startsWith('Put') &&
      allowsEverything(statementsOf(field(requestOf(record), 'policyDocument'))))
  return isAdmin ? `${kind} ${name}` : undefined
}
