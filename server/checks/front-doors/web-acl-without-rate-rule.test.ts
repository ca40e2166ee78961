import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { WebAclRecord } from '#server/domain/records/web-acl-record.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { makeApi } from '#server/testing/source-records.ts'
import { webAclWithoutRateRule } from './web-acl-without-rate-rule.ts'

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

describe('web-acl-without-rate-rule', () => {
  it.each<[string, string, Partial<WebAclRecord>]>([
    ['fail', 'managed rules alone', { rules: known([rule('managed', 'NONE')]) }],
    ['fail', 'a rate rule that counts', { rules: known([rule('rate-based', 'COUNT')]) }],
    ['pass', 'a rate rule that blocks', { rules: known([rule('rate-based', 'BLOCK')]) }],
    [
      'pass',
      'AWS’s group against floods',
      { rules: known([rule('managed', 'NONE', 'AWS-AWSManagedRulesAntiDDoSRuleSet')]) },
    ],
    ['pass', 'a default that blocks', { defaultAction: known('BLOCK') }],
    ['not applicable', 'nothing behind it', { resources: absent() }],
    ['unknown', 'a group that was not read', { rules: known([rule('group', 'NONE')]) }],
    ['unknown', 'rules that were denied', { rules: denied('wafv2:GetWebACL') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(judgeRecord(webAclWithoutRateRule, acl(values)).state).toBe(state)
  })
})
