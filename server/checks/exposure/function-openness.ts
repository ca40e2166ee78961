import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { INVOKE, INVOKE_URL } from '#server/domain/triggers/admission.ts'
import { functionPolicies } from '#server/domain/triggers/function-policies.ts'
import { urlCallers } from '#server/domain/triggers/url-callers.ts'
import type { Fail, Verdict } from '#server/domain/verdict.ts'
import { hasDangerousRole, roleEvidence } from './function-role.ts'
import { type Openness, opennessOf, quotes } from './openness.ts'
import { pass, unknown } from './verdicts.ts'

export type OpenPolicy = { qualifier: string | null } & Openness

export type PolicyOpenness = { found: OpenPolicy[]; unseen: string[] }

const kept = {
  function: new WeakMap<FunctionRecord, PolicyOpenness>(),
  qualifiers: new WeakMap<FunctionRecord, PolicyOpenness>(),
}

/** How far each resource policy of the function, or of its aliases and versions, lets strangers invoke it. */
export function opennessOfPolicies(fn: FunctionRecord, of: 'function' | 'qualifiers'): PolicyOpenness {
  const found = kept[of].get(fn) ?? look(fn, of)
  kept[of].set(fn, found)
  return found
}

function look(fn: FunctionRecord, of: 'function' | 'qualifiers'): PolicyOpenness {
  const unseen: string[] = []
  const found = functionPolicies(fn).all.flatMap(({ qualifier, policy }): OpenPolicy[] => {
    if ((qualifier === null) !== (of === 'function')) return []
    if (policy.state !== 'read') {
      if (policy.state === 'unseen') unseen.push(`${policy.why}.`)
      return []
    }
    const asked = {
      policy: policy.compiled,
      resource: qualifier === null ? fn.arn : `${fn.arn}:${qualifier}`,
      actions: [INVOKE],
    }
    const direct = opennessOf(asked)
    const signs = (valueOr(fn.urls, []) ?? []).some(
      (url) => url.authType === 'AWS_IAM' && (url.qualifier ?? null) === qualifier,
    )
    if (direct.state === 'open' || !signs) return [{ qualifier, ...direct }]
    const byUrl = opennessOf(
      { ...asked, actions: [INVOKE_URL] },
      (caller) => urlCallers(caller, 'AWS_IAM')[0],
    )
    return [{ qualifier, ...(byUrl.state === 'open' || direct.state === 'closed' ? byUrl : direct) }]
  })
  return { found, unseen }
}

/** The verdict on some policies: one that opens the function fails whatever could not be seen. */
export function judgeOpenness(
  fn: FunctionRecord,
  around: Surroundings,
  { found, unseen }: PolicyOpenness,
): Verdict {
  const open = found.filter((one) => one.state === 'open')
  const [first] = open
  if (first) {
    const where = first.qualifier === null ? '' : ` at :${first.qualifier}`
    const how = first.action === INVOKE_URL ? 'call its URL' : 'invoke it'
    const fail: Fail = {
      state: 'fail',
      severity: hasDangerousRole(fn, around) ? 'critical' : 'high',
      summary: `Anyone with credentials of any AWS account may ${how}${where}.`,
      evidence: [
        ...open.flatMap(({ qualifier, by }) =>
          quotes(by, qualifier === null ? 'Statement' : `Policy of ${qualifier}, statement`),
        ),
        ...roleEvidence(fn, around),
      ],
    }
    return fail
  }
  const [hidden] = unseen
  if (hidden !== undefined) return unknown(`Who may invoke it cannot be told: ${hidden}`)
  const unclear = found.find((one) => one.state === 'unclear')
  if (unclear) {
    const names = unclear.by.map(({ sid }) => sid ?? 'without id').join(', ')
    return unknown(`A policy lets everyone in under conditions that cannot be settled (statement ${names}).`)
  }
  const narrowed = found.filter((one) => one.state === 'narrowed')
  if (narrowed.length > 0)
    return pass(...narrowed.flatMap(({ by }) => quotes(by, 'Narrowed by its condition')))
  return pass({ label: 'Resource policy', value: 'Lets no stranger invoke it' })
}
