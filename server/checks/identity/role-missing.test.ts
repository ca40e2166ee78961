import { describe, expect, it } from 'vitest'
import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { roleMissing as check } from './role-missing.ts'

const ROLE = roleForTest([])
const here = (changes: Partial<FunctionRecord> = {}) =>
  makeFunctionRecord({ roleArn: known(ROLE.arn), ...changes })

describe('role-missing', () => {
  it.each<[string, string, FunctionRecord, Parameters<typeof estateOf>]>([
    ['pass', 'a role that is there', here(), [[ROLE]]],
    ['fail', 'a role that is gone', here(), [[]]],
    ['unknown', 'roles that were not collected', here(), [[], { without: ['role'] }]],
    [
      'unknown',
      'a role of another account',
      here({ roleArn: known('arn:aws:iam::222222222222:role/x') }),
      [[]],
    ],
    ['unknown', 'a setting that was not read', here({ roleArn: denied('lambda:GetFunction') }), [[ROLE]]],
    ['not applicable', 'a function without a role', here({ roleArn: absent() }), [[ROLE]]],
  ])('says %s of %s', (state, _, fn, around) => {
    expect(check.evaluate(fn, estateOf(...around)).state).toBe(state)
  })

  it('makes the role again by its own name', () => {
    const fn = here({ roleArn: known('arn:aws:iam::111122223333:role/app/orders') })
    const verdict = check.evaluate(fn, estateOf([fn]))
    if (verdict.state !== 'fail') throw new Error(verdict.state)
    expect(check.remediate(fn, verdict, estateOf([fn])).cli).toContain('--role-name orders --path /app/ ')
  })
})
