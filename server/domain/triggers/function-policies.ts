import { type CompiledPolicy, compilePolicy } from '#server/domain/iam/compiled-policy.ts'
import type { FunctionRecord, PolicyDocument } from '#server/domain/records/function-record.ts'

/** The resource policy of a function or of one of its qualifiers. */
export type FunctionPolicy =
  | { state: 'none' }
  | { state: 'unseen'; why: string }
  | { state: 'read'; document: PolicyDocument; compiled: CompiledPolicy }

export type FunctionPolicies = {
  /** The policy that counts when this qualifier is invoked: a function's own policy does not cover its aliases. */
  of: (qualifier: string | null) => FunctionPolicy
  /** Those that are there or were not seen. */
  all: { qualifier: string | null; policy: FunctionPolicy }[]
}

const NO_POLICY: FunctionPolicy = { state: 'none' }

function read(document: PolicyDocument, qualifier: string | null): FunctionPolicy {
  const name = qualifier === null ? 'resource policy' : `resource policy of ${qualifier}`
  const compiled = compilePolicy(document, { kind: 'resource', name, arn: null })
  return compiled
    ? { state: 'read', document, compiled }
    : { state: 'unseen', why: `the ${name} could not be understood` }
}

function hidden(
  field: { state: string; permission?: string; reason?: string },
  what: string,
): FunctionPolicy {
  const why = field.state === 'denied' ? `${field.permission} is denied` : field.reason
  return { state: 'unseen', why: `${what}: ${why}` }
}

/** Reads the resource policies of a function and of its aliases and versions. */
export function functionPolicies(fn: FunctionRecord): FunctionPolicies {
  const { policy, qualifiedPolicies } = fn
  const unseen = (field: typeof policy | typeof qualifiedPolicies) =>
    field.state === 'denied' || field.state === 'failed'
  const own = unseen(policy)
    ? hidden(policy, 'its resource policy, which says who may invoke it')
    : policy.state === 'known'
      ? read(policy.value, null)
      : NO_POLICY
  const rest = unseen(qualifiedPolicies)
    ? hidden(qualifiedPolicies, 'the policies of its aliases and versions')
    : NO_POLICY
  const qualified = new Map(
    Object.entries(qualifiedPolicies.state === 'known' ? qualifiedPolicies.value : {}).map(
      ([qualifier, document]) => [qualifier, read(document, qualifier)],
    ),
  )
  const all = [
    { qualifier: null, policy: own },
    ...[...qualified].map(([qualifier, one]) => ({ qualifier, policy: one })),
  ]
  return {
    of: (qualifier) => (qualifier === null ? own : (qualified.get(qualifier) ?? rest)),
    all: all.filter((one) => one.policy.state !== 'none'),
  }
}

/** What of the policies could not be looked at, in words. */
export function unseenPolicies(fn: FunctionRecord, policies: FunctionPolicies): string[] {
  const { qualifiedPolicies } = fn
  const whys = policies.all.flatMap(({ policy }) => (policy.state === 'unseen' ? [policy.why] : []))
  const rest = policies.of('\u0000')
  if (rest.state === 'unseen' && qualifiedPolicies.state !== 'known') whys.push(rest.why)
  return [...new Set(whys)]
}
