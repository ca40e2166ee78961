import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { WebAclRecord } from '#server/domain/records/web-acl-record.ts'
import { judge, remedyOf } from '#server/testing/judge.ts'
import { makeApi, makeStage } from '#server/testing/source-records.ts'
import { API_GRANT, anyone, OPEN_URL, policy, THROUGH_URL, url } from '#server/testing/statements.ts'
import { openUnthrottledWallet } from './open-unthrottled-wallet.ts'

const OPEN = { ...url('NONE'), ...policy(OPEN_URL, THROUGH_URL) }
const throttled = makeApi({ stages: known([makeStage({ throttle: { ratePerSecond: 10 } })]) })
const guarded = makeApi({ stages: known([makeStage({ webAclArn: 'acl' })]) })
const acl = (action: string): WebAclRecord => ({
  kind: 'web-acl',
  arn: 'acl',
  name: 'shop',
  accountId: '111122223333',
  region: 'eu-west-1',
  scope: 'REGIONAL',
  defaultAction: known('ALLOW'),
  rules: known([{ name: 'rate', priority: 0, type: 'rate-based', action }]),
  resources: known([]),
  unknownFields: [],
})

describe('open-unthrottled-wallet', () => {
  it.each<[string, string, Partial<FunctionRecord>, ResourceRecord[]]>([
    ['fail', 'an open URL', OPEN, []],
    ['fail', 'an open policy', policy(anyone()), []],
    ['fail', 'an open route without throttle', policy(API_GRANT), [makeApi()]],
    ['fail', 'a web ACL that only counts', policy(API_GRANT), [guarded, acl('COUNT')]],
    [
      'pass',
      'an open URL of a function with reserved concurrency',
      { ...OPEN, reservedConcurrency: known(5) },
      [],
    ],
    ['pass', 'an open route that is throttled', policy(API_GRANT), [throttled]],
    ['pass', 'a web ACL that limits rates', policy(API_GRANT), [guarded, acl('BLOCK')]],
    ['not applicable', 'a closed function', {}, []],
    [
      'unknown',
      'a concurrency that was denied',
      { ...OPEN, reservedConcurrency: denied('lambda:GetFunctionConcurrency') },
      [],
    ],
  ])('says %s of %s', (state, _what, values, others) => {
    expect(judge(openUnthrottledWallet, values, others).state).toBe(state)
  })

  it('is high, and tells how to bound it', () => {
    expect(judge(openUnthrottledWallet, OPEN)).toMatchObject({ severity: 'high' })
    expect(judge(openUnthrottledWallet, policy(API_GRANT), [makeApi()])).toMatchObject({ severity: 'medium' })
    expect(remedyOf(openUnthrottledWallet, OPEN).cli).toContain('put-function-concurrency')
  })
})
