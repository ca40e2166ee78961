import type { RoleAccess } from '#server/domain/access/access.ts'
import { type Field, failed, valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'

/** What the function's role may do. */
export function accessOf(fn: FunctionRecord, around: Surroundings): Field<RoleAccess> {
  const { roleArn } = fn
  return roleArn.state === 'known' ? around.access(roleArn.value) : failed('its role is not known')
}

/** Whether whoever runs the function's code could do serious harm with its role, as far as was seen. */
export function hasDangerousRole(fn: FunctionRecord, around: Surroundings): boolean {
  const access = accessOf(fn, around)
  return access.state === 'known' && (access.value.level === 'critical' || access.value.level === 'high')
}

/** Whether its owners call it critical, by tags or by hand. */
export function isCritical(fn: FunctionRecord, around: Surroundings): boolean {
  const labels = around.labels(fn.arn)
  const word = labels.state === 'known' ? labels.value.criticality?.toLowerCase() : undefined
  return word === 'critical' || word === 'high'
}

/** Name of the role as evidence, where it makes matters worse. */
export function roleEvidence(fn: FunctionRecord, around: Surroundings) {
  const access = accessOf(fn, around)
  if (access.state !== 'known' || !hasDangerousRole(fn, around)) return []
  const worst = access.value.risks[0]
  const role = valueOr<string>(fn.roleArn, '') ?? ''
  return [{ label: role, value: worst ? `${worst.severity}: ${worst.title}` : access.value.level }]
}
