import { describe, expect, it } from 'vitest'
import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { VpcRecord } from '#server/domain/records/vpc-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { QUEUE_ARN } from '#server/testing/event-source-records.ts'
import { functionInVpc, twoSubnets } from '#server/testing/function-in-vpc.ts'
import { makeVpc } from '#server/testing/records/posture-records.ts'
import { vpcEndpointsMissing } from './vpc-endpoints-missing.ts'

const CLOSED = { subnets: known(twoSubnets({ hasEgress: false })) }
const allow = (Action: string, Resource = '*') => ({ Effect: 'Allow', Action, Resource })
const SECRET = allow(
  'secretsmanager:GetSecretValue',
  'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db',
)
const endpoint = (service: string, state = 'available'): Partial<VpcRecord> => ({
  ...CLOSED,
  endpoints: known([
    { id: 'vpce-1', service: `com.amazonaws.eu-west-1.${service}`, type: 'Interface', state },
  ]),
})

function verdictOf(
  statement: object | object[],
  vpc: Partial<VpcRecord>,
  values: Partial<FunctionRecord> = {},
) {
  const role = roleForTest(statement)
  const fn = functionInVpc({ roleArn: known(role.arn), ...values })
  return vpcEndpointsMissing.evaluate(fn, estateOf([fn, role, makeVpc(vpc)]))
}

describe('vpc-endpoints-missing', () => {
  it.each<[string, string, Parameters<typeof verdictOf>]>([
    ['fail', 'a secret without an endpoint', [SECRET, CLOSED]],
    ['pass', 'a secret with one', [SECRET, endpoint('secretsmanager')]],
    ['fail', 'an endpoint of another service', [SECRET, endpoint('sqs')]],
    ['fail', 'an endpoint that failed', [SECRET, endpoint('secretsmanager', 'failed')]],
    ['not applicable', 'a route out', [SECRET, {}]],
    ['not applicable', 'a queue that Lambda polls', [allow('sqs:ReceiveMessage', QUEUE_ARN), CLOSED]],
    [
      'not applicable',
      'a dead-letter queue to which Lambda sends',
      [allow('sqs:SendMessage', QUEUE_ARN), CLOSED, { deadLetterTargetArn: known(QUEUE_ARN) }],
    ],
    [
      'not applicable',
      'a queue that Lambda polls beside a dead-letter queue',
      [
        [allow('sqs:DeleteMessage', `${QUEUE_ARN}-in`), allow('sqs:SendMessage', QUEUE_ARN)],
        CLOSED,
        { deadLetterTargetArn: known(QUEUE_ARN) },
      ],
    ],
    ['not applicable', 'a wildcard over the service', [allow('s3:*'), CLOSED]],
    ['not applicable', 'an administrator', [allow('*'), CLOSED]],
    [
      'unknown',
      'routes that were not found',
      [SECRET, { subnets: known(twoSubnets({ hasEgress: undefined })) }],
    ],
    ['unknown', 'hidden endpoints', [SECRET, { ...CLOSED, endpoints: denied('ec2:DescribeVpcEndpoints') }]],
    [
      'unknown',
      'a role that was not read',
      [SECRET, CLOSED, { roleArn: known('arn:aws:iam::111122223333:role/x') }],
    ],
    ['not applicable', 'no VPC', [SECRET, {}, { vpc: absent() }]],
  ])('says %s of %s', (state, _what, input) => {
    expect(verdictOf(...input).state).toBe(state)
  })
})
