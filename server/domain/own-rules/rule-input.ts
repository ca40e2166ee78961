import { absent, type Field, failed, mapField } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionReach } from '#server/domain/reach/reach.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { CompiledCondition } from './compile-condition.ts'
import type { RuleInput } from './judge-resource.ts'
import type { Variable } from './rule.ts'

type Subject = { record: ResourceRecord; around: Surroundings }

const NOT_A_FUNCTION = absent()

/** A level that is not known is not seen: a rule that asks for it does not know either. */
function withSeenLevel(reach: FunctionReach): object {
  const level =
    reach.level === 'unknown' ? failed(reach.unseen[0] ?? 'who can reach it is not known') : reach.level
  return { ...reach, level }
}

function roleOf({ record, around }: Subject): Field<unknown> {
  const arn = record.kind === 'role' ? record.arn : record.kind === 'function' ? record.roleArn : undefined
  if (arn === undefined) return NOT_A_FUNCTION
  if (typeof arn !== 'string' && arn.state !== 'known') return arn
  const roleArn = typeof arn === 'string' ? arn : arn.value
  const access = around.access(roleArn)
  return mapField(around.find('role', roleArn), (role) => ({
    ...role,
    risks: mapField(access, ({ risks }) => risks),
    level:
      access.state === 'known' && access.value.level === 'unknown'
        ? failed('its policies could not be read')
        : mapField(access, ({ level }) => level),
  }))
}

const OF: Record<Variable, (subject: Subject, members: ReadonlySet<string> | null) => unknown> = {
  resource: ({ record }, members) =>
    members === null
      ? record
      : Object.fromEntries(Object.entries(record).filter(([name]) => members.has(name))),
  triggers: ({ record, around }) =>
    record.kind === 'function' ? around.triggers(record.arn) : NOT_A_FUNCTION,
  reach: ({ record, around }) =>
    record.kind === 'function' ? mapField(around.reach(record.arn), withSeenLevel) : NOT_A_FUNCTION,
  role: roleOf,
  labels: ({ record, around }) => (record.kind === 'function' ? around.labels(record.arn) : NOT_A_FUNCTION),
}

/** Just what a condition reads of a resource: it is handed to another thread. */
export function ruleInput(
  { variables, members }: Pick<CompiledCondition, 'variables' | 'members'>,
  subject: Subject,
): RuleInput {
  return Object.fromEntries([...variables].map((variable) => [variable, OF[variable](subject, members)]))
}
