import fc from 'fast-check'
import type { Statement } from './role-for-test.ts'

const OBJECT = 'arn:aws:s3:::bucket/key'

const actions = fc.constantFrom(
  's3:GetObject',
  's3:PutObject',
  's3:*',
  '*',
  's3:Get*',
  'sqs:*',
  'sqs:SendMessage',
)
const resources = fc.constantFrom(
  '*',
  OBJECT,
  'arn:aws:s3:::bucket/*',
  'arn:aws:s3:::*',
  'arn:aws:sqs:*:*:q?',
)
const conditions = fc.option(
  fc.constantFrom(
    { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/app' } },
    { StringEquals: { 'aws:username': 'a' } },
    { Odd: { k: 'v' } },
  ),
  { nil: undefined },
)
const listOr = (one: fc.Arbitrary<string>) => fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 3 }))
/** Any statement of an identity policy, from a small world so that statements meet. */
export const anyStatement = (effect: fc.Arbitrary<string>): fc.Arbitrary<Statement> =>
  fc
    .record({
      Effect: effect,
      element: fc.constantFrom('Action', 'NotAction'),
      on: fc.constantFrom('Resource', 'NotResource'),
      action: listOr(actions),
      resource: listOr(resources),
      Condition: conditions,
    })
    .map(({ Effect, element, on, action, resource, Condition }) => ({
      Effect,
      [element]: action,
      [on]: resource,
      ...(Condition ? { Condition } : {}),
    }))
export const anyStatements = fc.array(anyStatement(fc.constantFrom('Allow', 'Allow', 'Deny')), {
  maxLength: 4,
})
export const anyRequest = fc.record({
  action: fc.constantFrom('s3:GetObject', 's3:PutObject', 'sqs:SendMessage', 'iam:PassRole'),
  resource: fc.constantFrom(OBJECT, 'arn:aws:s3:::other', 'arn:aws:sqs:eu-west-1:1:q1', '*'),
})
