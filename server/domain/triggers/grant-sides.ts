import type { StatementRef } from '#server/domain/access/access.ts'
import { type Admission, admission, type Caller, INVOKE } from './admission.ts'
import type { Assembly } from './draft.ts'
import type { FunctionPolicy } from './function-policies.ts'
import type { Trigger } from './trigger.ts'

type Sides = Pick<Trigger, 'sides' | 'evidence'>
type ReadPolicy = Extract<FunctionPolicy, { state: 'read' }>
const RANK = { yes: 4, conditional: 3, unknown: 2, denied: 1, no: 0 } as const

export const usedKey = (qualifier: string | null, index: number) => `${qualifier ?? ''}/${index}`

const statementEvidence = (by: StatementRef[], conditional: boolean): Trigger['evidence'] =>
  by.map((statement) => ({
    side: 'grant',
    text: `statement ${statement.sid ?? 'without id'} of its ${statement.policy}${conditional ? ' lets it in under a condition that cannot be settled from here' : ' lets it in'}`,
    quote: statement.quote,
  }))

/** Further callers of the same source may be let in by statements of their own, which are not left over then. */
function allUsed({ compiled }: ReadPolicy, qualifier: string | null, used: ReadonlySet<string>): boolean {
  return compiled.statements.every(
    ({ effect, index }) => effect !== 'Allow' || used.has(usedKey(qualifier, index)),
  )
}

/** What the policy says of the most welcome of several callers; the statements that let one in count as used. */
export function mostWelcome(
  { fn, policies, used }: Assembly,
  qualifier: string | null,
  callers: Iterable<Caller>,
  action = INVOKE,
): Admission {
  const policy = policies.of(qualifier)
  const resource = qualifier === null ? fn.arn : `${fn.arn}:${qualifier}`
  let best: Admission = { admitted: policy.state === 'unseen' ? 'unknown' : 'no', by: [] }
  if (policy.state !== 'read') return best
  for (const caller of callers) {
    const found = admission(policy, resource, action, caller)
    if (found.admitted === 'yes' || found.admitted === 'conditional') {
      for (const { index } of found.by) used.add(usedKey(qualifier, index))
    }
    if (RANK[found.admitted] > RANK[best.admitted]) best = found
    if (best.admitted === 'yes' && allUsed(policy, qualifier, used)) break
  }
  return best
}

/** Both sides of a trigger whose source was collected: whether the function's policy lets the source in. */
export function grantSides(
  assembly: Assembly,
  qualifier: string | null,
  callers: Iterable<Caller>,
  source: { text: string; quote: string },
): Sides {
  const found = mostWelcome(assembly, qualifier, callers)
  const own = { side: 'source' as const, ...source }
  if (found.admitted === 'yes' || found.admitted === 'conditional') {
    return {
      sides: 'both',
      evidence: [own, ...statementEvidence(found.by, found.admitted === 'conditional')],
    }
  }
  if (found.admitted === 'unknown') {
    const text = 'whether the policy lets it in is not known: the policy was not seen'
    return { sides: 'unknown', evidence: [own, { side: 'grant', text, quote: null }] }
  }
  const text =
    found.admitted === 'denied'
      ? `the policy${qualifier ? ` of ${qualifier}` : ''} denies it: each invocation fails`
      : `no statement of the policy${qualifier ? ` of ${qualifier}` : ''} lets it in: each invocation fails`
  return {
    sides: 'source only',
    evidence: [own, { side: 'grant', text, quote: found.by[0]?.quote ?? null }],
  }
}

/** A source that calls by a role or setting of its own and needs no grant. */
export function settingSides(source: { text: string; quote: string }): Sides {
  return { sides: 'setting', evidence: [{ side: 'source', ...source }] }
}
