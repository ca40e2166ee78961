import { defineCheck } from '#server/checks/define-check.ts'
import { regionOf } from '#server/checks/remedy.ts'
import { parseArn } from '#server/domain/arn.ts'
import { LAYER_PUBLISHERS } from '#server/domain/layers/layer-publishers.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { neighbourhoodAround, organizationState } from './organization-around.ts'
import { TRUSTED_ACCOUNTS } from './outside-accounts.ts'
import { listed, notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

function evaluate(
  record: FunctionRecord,
  around: Surroundings,
  { trustedAccounts }: { trustedAccounts: string[] },
): Verdict {
  const hidden = whyUnseen('Its layers', record.layers)
  if (hidden) return unknown(hidden)
  const layers = record.layers.state === 'known' ? record.layers.value : []
  if (layers.length === 0) return notApplicable('It uses no layer.')
  const { isMember } = neighbourhoodAround(record.accountId, around)
  const judged = layers.map((arn) => {
    const owner = parseArn(arn)?.accountId ?? ''
    const publisher = LAYER_PUBLISHERS.get(owner)
    if (owner === record.accountId) return { arn, owner, trust: 'this account' }
    if (publisher) return { arn, owner, trust: publisher.name }
    if (trustedAccounts.includes(owner)) return { arn, owner, trust: 'trusted' }
    if (isMember(owner)) return { arn, owner, trust: 'organisation' }
    return { arn, owner, trust: organizationState(record.accountId, around) === 'unseen' ? undefined : null }
  })
  const foreign = judged.filter(({ trust }) => trust === null)
  if (foreign.length > 0) {
    const owners = [...new Set(foreign.map(({ owner }) => owner))]
    return {
      state: 'fail',
      severity: 'medium',
      summary: `It runs code of ${owners.length === 1 ? 'account' : 'accounts'} ${listed(owners)}, of which nobody here is known to be the owner.`,
      evidence: foreign.map(({ arn }) => ({ label: 'Layer', value: arn })),
    }
  }
  const unsure = judged.filter(({ trust }) => trust === undefined)
  if (unsure.length > 0)
    return unknown(
      `The organisation was not read, so whether it is one of ours cannot be told: ${listed(unsure.map(({ owner }) => owner))}.`,
    )
  return pass(...judged.map(({ arn, trust }) => ({ label: arn, value: trust ?? '' })))
}

/** Source: Lambda Developer Guide, "Managing Lambda dependencies with layers". */
export const layerOfOtherAccount = defineCheck({
  id: 'layer-of-other-account',
  title: 'Function runs a layer of an unknown account',
  group: 'exposure',
  kind: 'function',
  severity: 'medium',
  severityNote: null,
  why: 'A layer runs inside the function with its role and sees all of its events and secrets. Its owner can take the version away, and decides what is in the next one.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html'],
  needs: ['functions', 'organization'],
  elsewhere: ['Prowler awslambda_function_using_cross_account_layers'],
  risks: ['insecure-dependencies', 'leaked-credentials'],
  parameters: TRUSTED_ACCOUNTS,
  evaluate,
  remediate: (record, verdict) => {
    const layer = verdict.evidence[0]?.value ?? ''
    return {
      text: 'Look at what is in the layer and who owns it. Publish it again from an account of your own and use that one, or name the account among the trusted ones of this check.',
      cli: `aws lambda get-layer-version-by-arn ${regionOf(record)} --arn ${shellWord(layer)} --query Content.Location`,
      cloudformation: null,
      terraform: null,
    }
  },
})
