import { valueOr } from '#server/domain/field.ts'
import { functionPolicies } from '#server/domain/triggers/function-policies.ts'
import { apiAnswers } from './api-answers.ts'
import { deputyAnswers } from './deputy-answers.ts'
import { floodOf } from './flood.ts'
import { frontDoorPaths } from './front-door-path.ts'
import { identityAnswers } from './identity-answers.ts'
import { loadBalancerAnswers } from './load-balancer-answers.ts'
import { neighbourhoodOf } from './neighbourhood.ts'
import { policyAnswers } from './policy-answers.ts'
import type { FunctionReach, ReachAnswer } from './reach.ts'
import type { ReachContext, ReachInput } from './reach-input.ts'
import { reachLevel, widestFirst } from './reach-level.ts'
import { sourceAnswers } from './source-answers.ts'
import { corsInWords, urlAnswers } from './url-answers.ts'

function uniqueAnswers(answers: ReachAnswer[]): ReachAnswer[] {
  const seen = new Set<string>()
  return answers.filter((answer) => {
    const { audience, certainty, via, who, entry, triggerKey } = answer
    const key = JSON.stringify([audience, certainty, via, who, entry, triggerKey])
    return seen.has(key) ? false : seen.add(key)
  })
}

function unseenOf({ invokers, organization, triggersUnseen, settings }: ReachInput): string[] {
  const own = [
    ...(invokers === null
      ? ['Which principals of the account may invoke it by their own policies was not worked out.']
      : []),
    ...(organization ? [] : ['The organisation was not seen: every other account counts as a stranger.']),
    ...(settings ? [] : ["The account's concurrency limits were not seen."]),
  ]
  return [...new Set([...triggersUnseen, ...own])]
}

/** Who can invoke a function and what decides it, the paths to its front doors, and what a flood does. Never throws. */
export function workOutReach(input: ReachInput): FunctionReach {
  const { fn, index, organization, triggers } = input
  const context: ReachContext = {
    ...input,
    policies: functionPolicies(fn),
    neighbourhood: neighbourhoodOf(fn.accountId, organization),
    triggerByKey: new Map(triggers.map((trigger) => [trigger.key, trigger])),
  }
  const links = index.linksTo(fn.arn)
  const answers = widestFirst(
    uniqueAnswers([
      ...urlAnswers(context),
      ...apiAnswers(context, links),
      ...loadBalancerAnswers(context, links),
      ...policyAnswers(context),
      ...deputyAnswers(context),
      ...sourceAnswers(context),
      ...identityAnswers(context),
    ]),
  )
  const level = reachLevel(answers, context)
  return {
    level,
    answers,
    paths: frontDoorPaths(answers, context),
    flood: floodOf(input),
    cors: corsInWords(valueOr(fn.urls, []) ?? []),
    unseen: unseenOf(input),
  }
}
