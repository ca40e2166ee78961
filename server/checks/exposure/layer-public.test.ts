import { describe, expect, it } from 'vitest'
import { absent, denied, type Field, known } from '#server/domain/field.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { policyOf } from '#server/testing/judge.ts'
import { itKeepsOrder } from '#server/testing/policy-properties.ts'
import { makeLayer } from '#server/testing/records/posture-records.ts'
import { when } from '#server/testing/statements.ts'
import { layerPublic } from './layer-public.ts'

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:layer:shared:1'
const layer = (policy: Field<PolicyDocument>) =>
  makeLayer({ versions: known([{ version: 1, arn: ARN, policy, compatibleRuntimes: [] }]) })
const share = (more: object = {}) =>
  policyOf({ Principal: '*', Action: 'lambda:GetLayerVersion', Resource: ARN, ...more })
const AROUND = estateOf([])

describe('layer-public', () => {
  it.each<[string, string, Field<PolicyDocument>]>([
    ['fail', 'everyone', share()],
    ['pass', 'its organisation', share(when('StringEquals', 'aws:PrincipalOrgID', 'o-own0000000'))],
    ['pass', 'one account', share({ Principal: { AWS: '999988887777' } })],
    ['not applicable', 'nobody', absent()],
    ['unknown', 'whom nobody may see', denied('lambda:GetLayerVersionPolicy')],
    ['unknown', 'everyone under a condition of tomorrow', share(when('StringEquals', 'aws:Tomorrow', 'x'))],
  ])('says %s of a version that is shared with %s', (state, _what, policy) => {
    expect(layerPublic.evaluate(layer(policy), AROUND).state).toBe(state)
  })

  it('says unknown where the versions were denied', () => {
    expect(
      layerPublic.evaluate(makeLayer({ versions: denied('lambda:ListLayerVersions') }), AROUND).state,
    ).toBe('unknown')
  })

  it('tells how to take the permission back', () => {
    const record = layer(share())
    const verdict = layerPublic.evaluate(record, AROUND)
    if (verdict.state !== 'fail') throw new Error(verdict.state)
    expect(layerPublic.remediate(record, verdict, AROUND).cli).toContain(
      '--version-number 1 --statement-id s0',
    )
  })

  itKeepsOrder(
    ['lambda:GetLayerVersion'],
    (statements) => layerPublic.evaluate(layer(policyOf(...statements)), AROUND).state,
  )
})
