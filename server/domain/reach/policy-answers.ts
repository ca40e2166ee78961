import { admission, INVOKE } from '#server/domain/triggers/admission.ts'
import { certaintyOf, leastSure, statementsOf } from './answer.ts'
import type { ReachAnswer } from './reach.ts'
import type { ReachContext } from './reach-input.ts'
import { representativesOf } from './representative-callers.ts'

/** Who may call lambda:InvokeFunction directly by the resource policies of the function and its qualifiers. */
export function policyAnswers({ fn, policies, neighbourhood, triggers }: ReachContext): ReachAnswer[] {
  return policies.all.flatMap(({ qualifier, policy }) => {
    if (policy.state !== 'read') return []
    const resource = qualifier === null ? fn.arn : `${fn.arn}:${qualifier}`
    const answers: ReachAnswer[] = []
    const shown = new Set<string>()
    for (const { caller, audience, who, atBest } of representativesOf(policy.compiled, neighbourhood)) {
      const found = admission(policy, resource, INVOKE, caller)
      const certainty = certaintyOf(found)
      const reason = JSON.stringify(found.by.map((one) => one.index))
      if (!certainty || shown.has(reason)) continue
      if (audience === 'internet-authenticated' && certainty === 'certain') shown.add(reason)
      const quotes = new Set(found.by.map((one) => one.quote))
      const trigger = triggers.find(
        (one) =>
          (one.kind === 'anyone' || one.kind === 'account') &&
          one.qualifier === qualifier &&
          one.evidence.some((evidence) => evidence.quote !== null && quotes.has(evidence.quote)),
      )
      answers.push({
        audience,
        certainty: leastSure(certainty, atBest),
        via: 'policy',
        who: `${who}${qualifier === null ? '' : `, at :${qualifier}`}`,
        entry: resource,
        triggerKey: trigger?.key ?? null,
        decidedBy: statementsOf(found.by),
        guards: [
          {
            kind: 'iam',
            name: 'AWS signature',
            authenticates: true,
            note: 'a call of the Lambda API is signed',
          },
        ],
      })
    }
    return answers
  })
}
