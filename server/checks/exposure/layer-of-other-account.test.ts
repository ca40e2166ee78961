import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import { LAYER_PUBLISHERS } from '#server/domain/layers/layer-publishers.ts'
import { judge, remedyOf } from '#server/testing/judge.ts'
import { makeOrganization } from '#server/testing/source-records.ts'
import { layerOfOtherAccount } from './layer-of-other-account.ts'

const layers = (...accounts: string[]) => ({
  layers: known(accounts.map((id) => `arn:aws:lambda:eu-west-1:${id}:layer:lib:3`)),
})

describe('layer-of-other-account', () => {
  it.each<[string, string, Parameters<typeof judge>[1]]>([
    ['fail', 'a stranger', layers('999988887777')],
    ['fail', 'a stranger beside its own', layers('111122223333', '999988887777')],
    ['pass', 'this account', layers('111122223333')],
    ['pass', 'the organisation', layers('222222222222')],
    ['pass', 'AWS Lambda Insights', layers('580247275435')],
    ['pass', 'Datadog', layers('464622532012')],
    ['not applicable', 'nobody', { layers: absent() }],
    ['unknown', 'whom nobody may see', { layers: denied('lambda:GetFunction') }],
  ])('says %s of a layer of %s', (state, _what, values) => {
    expect(judge(layerOfOtherAccount, values).state).toBe(state)
  })

  it('says pass of a trusted account, and unknown where the organisation was not read', () => {
    const parameters = { trustedAccounts: ['999988887777'] }
    expect(judge(layerOfOtherAccount, layers('999988887777'), [], { parameters }).state).toBe('pass')
    expect(judge(layerOfOtherAccount, layers('999988887777'), [], { without: ['organization'] }).state).toBe(
      'unknown',
    )
  })

  it('leads to the content of the layer', () => {
    const { cli } = remedyOf(layerOfOtherAccount, layers('999988887777'), [makeOrganization()])
    expect(cli).toContain('get-layer-version-by-arn')
  })

  it('names each publisher by a whole account id', () => {
    for (const [id, { source }] of LAYER_PUBLISHERS) {
      expect(id).toMatch(/^\d{12}$/)
      expect(source).toMatch(/^https:/)
    }
  })
})
