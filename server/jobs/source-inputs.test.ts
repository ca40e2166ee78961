import { afterAll, beforeAll, expect, it } from 'vitest'
import { known } from '#server/domain/field.ts'
import { saveResources } from '#server/store/save-resources.ts'
import { ACCOUNT, functionRecord, REGION } from '#server/testing/records/function-record.ts'
import { makeKmsKey, makeLogGroup, makeTopic, makeTrail } from '#server/testing/records/posture-records.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { sourceInputOf } from './source-inputs.ts'

const TARGET = {
  account: { id: ACCOUNT, partition: 'aws', roleArn: null, externalId: null },
  region: REGION,
}
const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`
const at = { accountId: ACCOUNT, region: REGION }
const vpc = (vpcId: string, ...securityGroupIds: string[]) =>
  known({ vpcId, subnetIds: ['subnet-1'], securityGroupIds })

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
  const functions = [
    {
      ...functionRecord('a'),
      logGroup: known('/shop/orders'),
      layers: known([arn('lambda', 'layer:b:2'), arn('lambda', 'layer:a:1')]),
      vpc: vpc('vpc-2', 'sg-2', 'sg-1'),
      kmsKeyArn: known(arn('kms', 'key/1')),
      deadLetterTargetArn: known(arn('sns', 'failed')),
      imageUri: known('111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:1'),
    },
    {
      ...functionRecord('b'),
      logGroup: known('/aws/lambda/b'),
      layers: known([arn('lambda', 'layer:a:1')]),
      vpc: vpc('vpc-2', 'sg-3', 'sg-1'),
      eventInvokeConfigs: known([
        { qualifier: '$LATEST', onFailure: arn('sns', 'lost'), onSuccess: arn('sqs', 'q') },
      ]),
    },
    { ...functionRecord('c'), vpc: vpc('vpc-1') },
  ]
  const elsewhere = { ...makeLogGroup({ kmsKeyArn: known('arn:elsewhere') }), ...at, region: 'us-east-1' }
  const others = [
    { ...makeLogGroup({ kmsKeyArn: known(arn('kms', 'key/2')) }), ...at },
    { ...makeTopic({ kmsKeyId: known('alias/aws/sns') }), ...at },
    { ...makeTrail({ kmsKeyArn: known(arn('kms', 'key/2')) }), ...at },
    { ...makeKmsKey(), ...at },
    elsewhere,
  ]
  await saveResources(db.pool, [...functions, ...others], { id: null, now: new Date() })
})
afterAll(() => db.drop())

it.each([
  ['log-groups', ['/shop/orders']],
  ['layers', [arn('lambda', 'layer:a:1'), arn('lambda', 'layer:b:2')]],
  ['topics', [arn('sns', 'failed'), arn('sns', 'lost')]],
  ['image-repositories', ['111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:1']],
  ['kms-keys', ['alias/aws/sns', arn('kms', 'key/1'), arn('kms', 'key/2')]],
  [
    'vpcs',
    [
      { vpcId: 'vpc-1', securityGroupIds: [] },
      { vpcId: 'vpc-2', securityGroupIds: ['sg-1', 'sg-2', 'sg-3'] },
    ],
  ],
])('%s are told what the records of the region name, each once and in order', async (id, expected) => {
  expect(await sourceInputOf(db.pool, TARGET, id)).toEqual(expected)
})
