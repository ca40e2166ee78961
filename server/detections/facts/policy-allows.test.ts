import { expect, it } from 'vitest'
import { allowsAction, allowsEverything, allowsEverywhere } from './policy-allows.ts'
import { statementsOf } from './statements-of.ts'

const one = (statement: object) =>
  statementsOf({ Statement: { Effect: 'Allow', Resource: '*', ...statement } })

it.each([
  ['all of it', { Action: '*' }, true],
  ['all of every service', { Action: ['s3:GetObject', '*:*'] }, true],
  ['all of one service', { Action: 's3:*' }, false],
  ['all of it on one thing', { Action: '*', Resource: 'arn:aws:s3:::uploads' }, false],
  [
    'all of it under a condition',
    { Action: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } },
    false,
  ],
  ['nothing', { Effect: 'Deny', Action: '*' }, false],
])('sees whether a policy allows %s', (_what, statement, expected) => {
  expect(allowsEverything(one(statement))).toBe(expected)
})

it.each([
  [{ Action: 'lambda:*' }, true, true],
  [{ Action: 'LAMBDA:updatefunction*' }, true, true],
  [{ NotAction: 'iam:*' }, true, true],
  [{ NotAction: 'lambda:*' }, false, false],
  [{ Action: 'lambda:UpdateFunctionCode', Resource: 'arn:aws:lambda:*:*:function:orders' }, true, false],
  [{ Effect: 'Deny', Action: 'lambda:*' }, false, false],
])('reads %j', (statement, atAll, everywhere) => {
  expect(allowsAction(one(statement), 'lambda:UpdateFunctionCode')).toBe(atAll)
  expect(allowsEverywhere(one(statement), 'lambda:UpdateFunctionCode')).toBe(everywhere)
})
