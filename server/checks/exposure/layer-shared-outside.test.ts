import { describe, expect, it } from 'vitest'
import { absent, denied, type Field, known } from '#server/domain/field.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { judgeRecord, policyOf } from '#server/testing/judge.ts'
import { itKeepsOrder } from '#server/testing/policy-properties.ts'
import { makeLayer } from '#server/testing/records/posture-records.ts'
import { layerSharedOutside } from './layer-shared-outside.ts'

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:layer:shared:1'
const layer = (policy: Field<PolicyDocument>) =>
  makeLayer({ versions: known([{ version: 1, arn: ARN, policy, compatibleRuntimes: [] }]) })
const share = (AWS: string) =>
  policyOf({ Principal: { AWS }, Action: 'lambda:GetLayerVersion', Resource: ARN })

describe('layer-shared-outside', () => {
  it.each<[string, string, Field<PolicyDocument>]>([
    ['fail', 'a stranger', share('999988887777')],
    ['pass', 'an account of the organisation', share('222222222222')],
    ['not applicable', 'nobody', absent()],
    [
      'not applicable',
      'everyone, which another check tells',
      policyOf({
        Principal: '*',
        Action: 'lambda:GetLayerVersion',
        Resource: 'arn:aws:lambda:eu-west-1:111122223333:layer:shared:1',
      }),
    ],
    ['unknown', 'whom nobody may see', denied('lambda:GetLayerVersionPolicy')],
  ])('says %s of a version that is shared with %s', (state, _what, policy) => {
    expect(judgeRecord(layerSharedOutside, layer(policy)).state).toBe(state)
  })

  it('says pass of a trusted account, and unknown where the organisation was not read', () => {
    const record = layer(share('999988887777'))
    const parameters = { trustedAccounts: ['999988887777'] }
    expect(judgeRecord(layerSharedOutside, record, [], { parameters }).state).toBe('pass')
    expect(judgeRecord(layerSharedOutside, record, [], { without: ['organization'] }).state).toBe('unknown')
  })

  it('tells how to take the permission back', () => {
    const record = layer(share('999988887777'))
    const verdict = judgeRecord(layerSharedOutside, record)
    if (verdict.state !== 'fail') throw new Error(verdict.state)
    expect(layerSharedOutside.remediate(record, verdict, estateOf([])).cli).toContain('--statement-id s0')
  })

  itKeepsOrder(
    ['lambda:GetLayerVersion'],
    (statements) => judgeRecord(layerSharedOutside, layer(policyOf(...statements))).state,
  )
})
