import { describe, expect, it } from 'vitest'
import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { ADMIN, judge } from '#server/testing/judge.ts'
import { makeApi, makeLoadBalancer, makePolicy, TARGET_GROUP } from '#server/testing/source-records.ts'
import {
  API_GRANT,
  anyone,
  OPEN_URL,
  policy,
  service,
  THROUGH_URL,
  url,
  when,
} from '#server/testing/statements.ts'
import { openAdmin } from './open-admin.ts'

const ROLE = { name: 'orders-api-role' }
const admin = roleForTest(ADMIN, ROLE)
const plain = roleForTest(
  {
    Effect: 'Allow',
    Action: 'dynamodb:GetItem',
    Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
  },
  ROLE,
)
const escalating = roleForTest(
  { Effect: 'Allow', Action: ['iam:CreatePolicyVersion', 'iam:AttachRolePolicy'], Resource: '*' },
  ROLE,
)
const restarting = roleForTest({ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }, ROLE)
const unread = roleForTest([], { ...ROLE, inlinePolicies: denied('iam:GetAccountAuthorizationDetails') })
const OPEN = { ...url('NONE'), ...policy(OPEN_URL, THROUGH_URL) }
const BALANCED = policy(service('elasticloadbalancing', when('ArnLike', 'aws:SourceArn', TARGET_GROUP)))

describe('open-admin', () => {
  it.each<[string, string, Partial<FunctionRecord>, ResourceRecord[]]>([
    ['fail', 'an open URL and an administrator', OPEN, [admin]],
    ['fail', 'an open policy and an administrator', policy(anyone()), [admin]],
    [
      'fail',
      'an open alias and an administrator',
      { qualifiedPolicies: known({ live: makePolicy(anyone()) }) },
      [admin],
    ],
    ['fail', 'an open route and an administrator', policy(API_GRANT), [makeApi(), admin]],
    ['fail', 'an open load balancer and an administrator', BALANCED, [makeLoadBalancer(), admin]],
    ['fail', 'an open URL and a role that can make itself one', OPEN, [escalating]],
    ['pass', 'an open URL and a plain role', OPEN, [plain]],
    ['pass', 'an open URL and a role that takes over machines alone', OPEN, [restarting]],
    ['not applicable', 'a closed function with an administrator’s role', {}, [admin]],
    ['not applicable', 'a URL with IAM', url('AWS_IAM'), [admin]],
    ['not applicable', 'a closed function with a role that was not read', {}, [unread]],
    ['unknown', 'an open URL and a role that was not read', OPEN, [unread]],
    [
      'unknown',
      'a policy that was denied and an administrator',
      { ...url('NONE'), policy: denied('lambda:GetPolicy') },
      [admin],
    ],
  ])('says %s of %s', (state, _what, values, others) => {
    expect(judge(openAdmin, values, others).state).toBe(state)
  })

  it('is critical, says what meets, and quotes both sides', () => {
    const verdict = judge(openAdmin, OPEN, [admin])
    expect(verdict).toMatchObject({
      severity: 'critical',
      summary:
        'Anyone on the internet can invoke it, and its role is an administrator or can make itself one.',
    })
    expect(JSON.stringify(verdict)).toContain('AuthType NONE')
    expect(JSON.stringify(verdict)).toContain('Policy app')
  })

  it('says which part keeps it from knowing', () => {
    expect(judge(openAdmin, OPEN, [unread])).toMatchObject({
      reason: expect.stringContaining('anyone on the internet'),
    })
  })
})
