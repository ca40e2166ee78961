import { allowedResources } from '#server/domain/iam/may-perform.ts'
import type { PrincipalPolicies } from '#server/domain/iam/principal-policies.ts'
import type { AllowedResource } from '#server/domain/reach/function-calls.ts'
import type { EffectivePermissions } from './access.ts'

/** What functions and calls look at of a principal; stored beside its access. */
export type Means = {
  /** Where it may invoke functions and start state machines by its own policies. */
  invokes: AllowedResource[]
  starts: AllowedResource[]
  /** Resources that it may read or write. */
  resources: { service: string; name: string; arn: string | null }[]
}

const MAX_RESOURCES = 30

/** `… but …` stands for a pattern with exceptions: its first part, under conditions. */
function allowedOn(principal: PrincipalPolicies, action: string): AllowedResource[] {
  const allowed = allowedResources(principal, action)
  return (allowed?.resources ?? []).map((text) => {
    const [pattern = '', ...exceptions] = text.split(' but ')
    return {
      pattern: pattern === 'everything' ? '*' : pattern,
      conditional: allowed?.conditional === true || exceptions.length > 0,
    }
  })
}

/** Resources that a role may read or write, for the end of the way of a request. */
export function resourcesOf(permissions: EffectivePermissions): Means['resources'] {
  const found = new Map<string, Means['resources'][number]>()
  for (const { service, levels } of permissions.services) {
    if (service === 'logs') continue
    for (const { level, resources } of levels) {
      if (level !== 'Read' && level !== 'Write') continue
      for (const text of resources) {
        const isArn = text.startsWith('arn:')
        const name = isArn ? text.split(':').slice(5).join(':') || text : `every resource of ${service}`
        found.set(`${service} ${name}`, { service, name, arn: isArn ? text : null })
      }
    }
  }
  return [...found.values()].slice(0, MAX_RESOURCES)
}

/** Where a principal may invoke functions by its own policies. */
export const invokesOf = (principal: PrincipalPolicies): AllowedResource[] =>
  allowedOn(principal, 'lambda:InvokeFunction')

/** Where a principal may start state machines by its own policies. */
export const startsOf = (principal: PrincipalPolicies): AllowedResource[] => [
  ...allowedOn(principal, 'states:StartExecution'),
  ...allowedOn(principal, 'states:StartSyncExecution'),
]
