import { describe, expect, it } from 'vitest'
import { roleForTest, userForTest } from '#server/domain/access/role-for-test.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { ADMIN, judge } from '#server/testing/judge.ts'
import { hijackableAdmin } from './hijackable-admin.ts'

const ROLE = { name: 'orders-api-role' }
const admin = roleForTest(ADMIN, ROLE)
const plain = roleForTest({ Effect: 'Allow', Action: 'sqs:ListQueues', Resource: '*' }, ROLE)
const deployer = (more: object = {}) =>
  userForTest(
    { Effect: 'Allow', Action: 'lambda:UpdateFunctionCode', Resource: '*', ...more },
    { name: 'ci' },
  )

describe('hijackable-admin', () => {
  it.each<[string, string, ResourceRecord[]]>([
    ['fail', 'a user who deploys and an administrator’s role', [admin, deployer()]],
    ['pass', 'a user who is an administrator anyway', [admin, userForTest(ADMIN, { name: 'root-like' })]],
    [
      'pass',
      'a user who deploys another function',
      [admin, deployer({ Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:other' })],
    ],
    ['pass', 'a user who reads', [admin, deployer({ Action: 'lambda:Get*' })]],
    ['not applicable', 'a plain role', [plain, deployer()]],
  ])('says %s of %s', (state, _what, others) => {
    expect(judge(hijackableAdmin, {}, others).state).toBe(state)
  })

  it('is not blind where a guardrail keeps everyone to some regions', () => {
    const guardrail = {
      Effect: 'Deny',
      NotAction: ['iam:*', 'sts:*'],
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } },
    }
    const user = userForTest(
      [{ Effect: 'Allow', Action: 'lambda:UpdateFunctionCode', Resource: '*' }, guardrail],
      { name: 'ci' },
    )
    const guarded = roleForTest([ADMIN, guardrail], ROLE)
    expect(judge(hijackableAdmin, {}, [guarded, user])).toMatchObject({ state: 'fail', severity: 'critical' })
  })

  it('names who, and is critical', () => {
    expect(judge(hijackableAdmin, {}, [admin, deployer()])).toMatchObject({
      severity: 'critical',
      summary: expect.stringContaining('ci can change its code'),
    })
  })

  it('says unknown where users were not collected', () => {
    expect(judge(hijackableAdmin, {}, [admin], { without: ['user'] }).state).toBe('unknown')
  })
})
