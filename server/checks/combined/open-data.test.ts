import { describe, expect, it } from 'vitest'
import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { denied } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { ADMIN, judge } from '#server/testing/judge.ts'
import { OPEN_URL, policy, THROUGH_URL, url } from '#server/testing/statements.ts'
import { openData } from './open-data.ts'

const OPEN = { ...url('NONE'), ...policy(OPEN_URL, THROUGH_URL) }
const allow = (Action: unknown, Resource: string, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
const MFA = { Condition: { StringEquals: { 'aws:ResourceTag/app': 'shop' } } }

describe('open-data', () => {
  it.each<[string, string, object, Partial<FunctionRecord>?]>([
    ['fail', 'reading every bucket', allow('s3:GetObject', '*')],
    ['fail', 'reading every secret', allow('secretsmanager:GetSecretValue', '*')],
    ['fail', 'writing every table', allow(['dynamodb:PutItem', 'dynamodb:DeleteItem'], '*')],
    ['fail', 'an administrator', ADMIN],
    ['pass', 'one bucket', allow('s3:GetObject', 'arn:aws:s3:::uploads/*')],
    ['pass', 'one table', allow('dynamodb:*', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders')],
    ['pass', 'every table of one application, by condition', allow('dynamodb:GetItem', '*', MFA)],
    ['not applicable', 'every bucket of a closed function', allow('s3:GetObject', '*'), {}],
  ])('says %s of a role with %s', (state, _what, statement, values = OPEN) => {
    expect(judge(openData, values, [roleForTest(statement, { name: 'orders-api-role' })]).state).toBe(state)
  })

  it.each([
    ['critical', 's3:GetObject'],
    ['critical', 'dynamodb:*'],
    ['high', 'dynamodb:Query'],
  ])('is %s where the role may %s on everything', (severity, action) => {
    const role = roleForTest(allow(action, '*'), { name: 'orders-api-role' })
    expect(judge(openData, OPEN, [role])).toMatchObject({ severity })
  })

  it('says unknown of an open function whose role was not read', () => {
    const unread = {
      name: 'orders-api-role',
      inlinePolicies: denied<never>('iam:GetAccountAuthorizationDetails'),
    }
    expect(judge(openData, OPEN, [roleForTest([], unread)]).state).toBe('unknown')
  })
})
