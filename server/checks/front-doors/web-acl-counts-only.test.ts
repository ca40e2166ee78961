import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { WebAclRecord } from '#server/domain/records/web-acl-record.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { makeApi, makeDistribution } from '#server/testing/source-records.ts'
import { webAclCountsOnly } from './web-acl-counts-only.ts'

const acl = (values: Partial<WebAclRecord> = {}): WebAclRecord => ({
  kind: 'web-acl',
  arn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/1',
  name: 'shop',
  accountId: '111122223333',
  region: 'eu-west-1',
  scope: 'REGIONAL',
  defaultAction: known('ALLOW'),
  rules: known([]),
  resources: known([`${makeApi().arn}/stages/prod`]),
  unknownFields: [],
  ...values,
})
const rule = (type: string, action: string, name = 'r') => ({ name, priority: 0, type, action })

describe('web-acl-counts-only', () => {
  it.each<[string, string, Partial<WebAclRecord>]>([
    ['fail', 'rules that count', { rules: known([rule('managed', 'COUNT'), rule('rate-based', 'COUNT')]) }],
    ['fail', 'no rule', { rules: absent() }],
    ['pass', 'a managed group that acts', { rules: known([rule('managed', 'NONE')]) }],
    ['pass', 'a default that blocks', { defaultAction: known('BLOCK') }],
    ['not applicable', 'nothing behind it', { resources: absent() }],
    [
      'not applicable',
      'something else behind it',
      { resources: known(['arn:aws:cognito-idp:eu-west-1:111122223333:userpool/x']) },
    ],
    ['unknown', 'rules that were denied', { rules: denied('wafv2:GetWebACL') }],
    ['unknown', 'resources that were denied', { resources: denied('wafv2:ListResourcesForWebACL') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(judgeRecord(webAclCountsOnly, acl(values)).state).toBe(state)
  })

  it('says fail of one of CloudFront that a distribution names', () => {
    const global = acl({ scope: 'CLOUDFRONT', region: 'global', resources: absent() })
    const distribution = makeDistribution({ webAclArn: known(global.arn) })
    expect(judgeRecord(webAclCountsOnly, global, [distribution]).state).toBe('fail')
    expect(judgeRecord(webAclCountsOnly, global).state).toBe('not applicable')
  })
})
