import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namedPolicy, policiesOf, roleForTest, TEST_ACCOUNT } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import { ActionTable } from '#server/domain/iam/action-table.ts'
import { evaluate } from '#server/domain/iam/evaluate.ts'
import { functionRecord } from '#server/testing/records/function-record.ts'
import { call, policyOf, proposeFor, TABLE, table } from './propose-for-test.ts'

const propose = proposeFor([functionRecord('app')])

const ARNS = [
  'arn:aws:s3:::data/a/1',
  'arn:aws:s3:::data',
  'arn:aws:s3:::logs/x',
  TABLE,
  `${TABLE}-2`,
  `arn:aws:kms:eu-west-1:${TEST_ACCOUNT}:key/1`,
  `arn:aws:sqs:eu-west-1:${TEST_ACCOUNT}:jobs`,
  `arn:aws:ssm:eu-west-1:${TEST_ACCOUNT}:parameter/app/one`,
]
const smallTable = new ActionTable(
  ['s3', 'dynamodb', 'kms', 'sqs', 'ssm', 'iam'].map((service) => ({
    service,
    name: service,
    actions: table.actionsOf(service).map((action) => ({
      name: action.slice(service.length + 1),
      level: table.level(action),
      resourceFormats: [],
    })),
  })),
)
const SERVICE_CALLS: [string, string, string][] = [
  ['s3', 'GetObject', 's3:GetObject'],
  ['s3', 'PutObject', 's3:PutObject'],
  ['s3', 'ListObjects', 's3:ListBucket'],
  ['dynamodb', 'GetItem', 'dynamodb:GetItem'],
  ['dynamodb', 'DescribeTable', 'dynamodb:DescribeTable'],
  ['kms', 'Decrypt', 'kms:Decrypt'],
  ['sqs', 'SendMessageBatch', 'sqs:SendMessage'],
  ['sqs', 'GetQueueAttributes', 'sqs:GetQueueAttributes'],
  ['ssm', 'GetParameter', 'ssm:GetParameter'],
]
const anyAction = fc.constantFrom(
  '*',
  's3:*',
  's3:Get*',
  's3:*Object',
  'dynamodb:*',
  'kms:Decrypt',
  'KMS:decrypt',
  'sqs:*',
  'sqs:Send?essage',
  'ssm:Get*',
  'ssm:GetParameter',
  's3:ListBucket',
  'dynamodb:GetItem',
)
const anyResource = fc.constantFrom(
  '*',
  ...ARNS,
  'arn:aws:s3:::data/*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::data/?/*',
  'arn:aws:dynamodb:*:*:table/orders*',
  'arn:aws:*:*:*:*',
  'arn:aws:s3:::data/$\u007baws:PrincipalTag/team}/*',
)
const anyStatement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    actions: fc.array(anyAction, { minLength: 1, maxLength: 3 }),
    notAction: fc.boolean(),
    resources: fc.array(anyResource, { minLength: 1, maxLength: 3 }),
    notResource: fc.boolean(),
    condition: fc.option(
      fc.constantFrom(
        { Bool: { 'aws:SecureTransport': 'true' } },
        { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
      ),
    ),
  })
  .map(({ Effect, actions, notAction, resources, notResource, condition }) => ({
    Effect,
    ...(notAction && Effect === 'Allow' ? { NotAction: actions } : { Action: actions }),
    ...(notResource ? { NotResource: resources } : { Resource: resources }),
    ...(condition ? { Condition: condition } : {}),
  }))
const anyCall = fc
  .record({
    which: fc.constantFrom(...SERVICE_CALLS),
    arn: fc.constantFrom(...ARNS),
    named: fc.boolean(),
  })
  .map(({ which, arn, named }) => ({ which, arn, named }))
const anyContext = fc.constantFrom(
  new Map<string, string[] | null>(),
  new Map([
    ['aws:securetransport', ['true']],
    ['aws:sourceip', ['10.1.1.1']],
  ]),
  new Map([
    ['aws:securetransport', ['false']],
    ['aws:sourceip', ['192.0.2.1']],
    ['aws:principaltag/team', ['a']],
  ]),
)

describe('whatever the policies and the calls', () => {
  it('proposes what was seen and never more than today', () => {
    fc.assert(
      fc.property(
        fc.array(anyStatement, { minLength: 1, maxLength: 4 }),
        fc.array(anyCall, { maxLength: 6 }),
        anyContext,
        fc.constantFrom<string[]>('s3 dynamodb sqs'.split(' '), []),
        (statements, calls, context, data) => {
          const role = roleForTest(statements)
          const observed = calls.map(({ which: [source, name], arn, named }) =>
            call(source, name, { resources: named ? [arn] : [] }),
          )
          const proposal = propose(role, {
            observed,
            dataEvents: known(data),
            functions: [],
            table: smallTable,
          })
          const after = policiesOf(
            roleForTest([], {
              inlinePolicies: known([namedPolicy('p', policyOf(proposal.policy).Statement)]),
            }),
          )
          const before = policiesOf(role)
          for (const action of SERVICE_CALLS.map(([, , one]) => one).concat(
            'iam:CreateUser',
            's3:GetObjectVersion',
          ))
            for (const resource of [...ARNS, '*']) {
              const request = { action, resource, context }
              const was = evaluate(before, request)
              const is = evaluate(after, request)
              if (is.effect !== 'allowed') continue
              expect(was.effect).toBe('allowed')
              if (!is.conditional) expect(was.conditional).toBe(false)
            }
          for (const {
            which: [, , action],
            arn,
          } of calls) {
            if (arn.split(':')[2] !== action.split(':')[0]) continue
            const request = { action, resource: arn, context }
            const isBucketsOwn = action === 's3:ListBucket' ? !arn.includes('/') : true
            const isObject = /Object$/.test(action) ? arn.includes('/') : true
            if (!isBucketsOwn || !isObject) continue
            const was = evaluate(before, request)
            if (was.effect !== 'allowed') continue
            expect(evaluate(after, request)).toMatchObject({
              effect: 'allowed',
              conditional: was.conditional,
            })
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})
