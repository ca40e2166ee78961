import { asText } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { field, responseOf, textOf } from './parameters.ts'

/** The user, role or group that a call to IAM is about, as a person says it: "user alice". */
export function principalTarget(record: TrailRecord): string {
  for (const kind of ['user', 'role', 'group'] as const) {
    const name = textOf(record, `${kind}Name`)
    if (name !== undefined) return `${kind} ${name}`
  }
  return 'a principal that was not recorded'
}

/** The policy that a call to IAM writes or attaches, with whose it is where it is an inline one. */
export function policyTarget(record: TrailRecord): string {
  const name =
    textOf(record, 'policyArn') ??
    asText(field(field(responseOf(record), 'policy'), 'arn')) ??
    textOf(record, 'policyName') ??
    'a policy'
  const isInline = /^Put(User|Role|Group)Policy$/.test(record.eventName)
  return isInline ? `${name} of ${principalTarget(record)}` : name
}

/** The user that a call names, where that is somebody else than its caller. */
export function otherUser(record: TrailRecord): string | undefined {
  const name = textOf(record, 'userName')
  return name === undefined || (record.actorType === 'user' && name === record.actorName) ? undefined : name
}
