import { describe, expect, it } from 'vitest'
import { namedPolicy, roleForTest } from '#server/domain/access/role-for-test.ts'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeLogGroup } from '#server/testing/records/posture-records.ts'
import { allow, deny, unreadRole } from '#server/testing/role-check.ts'
import { roleCannotLog as check } from './role-cannot-log.ts'

const WRITES = ['logs:CreateLogStream', 'logs:PutLogEvents']
const group = (name: string) => `arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/${name}:*`
const GROUP = makeLogGroup()

function stateOf(role: RoleRecord, records = [GROUP], changes: Partial<FunctionRecord> = {}): string {
  const fn = makeFunctionRecord({ roleArn: known(role.arn), ...changes })
  return check.evaluate(fn, estateOf([fn, role, ...records])).state
}

describe('role-cannot-log', () => {
  it.each<[string, string, RoleRecord]>([
    ['pass', 'AWSLambdaBasicExecutionRole', roleForTest(allow(['logs:CreateLogGroup', ...WRITES]))],
    ['pass', 'its own group', roleForTest(allow(WRITES, group('orders-api')))],
    ['pass', 'an administrator', roleForTest(allow('*'))],
    ['fail', 'no right at all', roleForTest([])],
    ['fail', 'the group of another function', roleForTest(allow(WRITES, group('billing')))],
    ['fail', 'streams without events', roleForTest(allow('logs:CreateLogStream'))],
    ['fail', 'a Deny', roleForTest([allow(WRITES), deny('logs:PutLogEvents')])],
    [
      'fail',
      'a boundary without logs',
      roleForTest(allow(WRITES), { permissionsBoundary: known(namedPolicy('limit', allow('s3:*'))) }),
    ],
    ['unknown', 'policies that were not read', unreadRole()],
    [
      'unknown',
      'a boundary that was not read',
      roleForTest(allow(WRITES), { permissionsBoundary: denied('x') }),
    ],
  ])('says %s of %s', (state, _, role) => {
    expect(stateOf(role)).toBe(state)
  })

  it('says fail where the group is not there and it may not make it', () => {
    expect(stateOf(roleForTest(allow(WRITES)), [])).toBe('fail')
    expect(stateOf(roleForTest(allow([...WRITES, 'logs:CreateLogGroup'])), [])).toBe('pass')
  })

  it('says unknown where its log group was not read', () => {
    expect(stateOf(roleForTest(allow(WRITES)), [GROUP], { logGroup: denied('x') })).toBe('unknown')
  })

  it('is not applicable where the role is gone', () => {
    const fn = makeFunctionRecord()
    expect(check.evaluate(fn, estateOf([fn])).state).toBe('not applicable')
  })
})
