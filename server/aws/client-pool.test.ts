import { DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis'
import { GetBucketNotificationConfigurationCommand } from '@aws-sdk/client-s3'
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { startTestAws, type TestAws, testPool } from './aws-test-server.ts'
import type { ObservedCommand } from './observe-attempts.ts'
import type { Service } from './operation.ts'

let aws: TestAws
beforeAll(async () => {
  aws = await startTestAws()
})
afterEach(() => vi.unstubAllEnvs())
afterAll(() => aws.close())

const QUEUE_URL = 'https://evil.example/111122223333/orders'
const CASES: [Service, ObservedCommand, string][] = [
  ['s3', new GetBucketNotificationConfigurationCommand({ Bucket: 'uploads' }), '/uploads/'],
  ['sqs', new GetQueueAttributesCommand({ QueueUrl: QUEUE_URL }), '/'],
  ['kinesis', new DescribeStreamSummaryCommand({ StreamName: 'orders' }), '/'],
]

it.each(CASES)(
  'asks %s at the endpoint that the environment names, and nowhere else',
  async (service, command, path) => {
    vi.stubEnv('AWS_ENDPOINT_URL', aws.url)
    aws.answer = () => ({ body: service === 's3' ? '<NotificationConfiguration/>' : '{}' })
    const pool = testPool(aws.url, { endpoint: undefined })
    const client: { send(command: unknown): Promise<unknown> } = pool.client(
      '111122223333',
      'eu-west-1',
      service,
    )
    await client.send(command)
    expect(aws.requests.at(-1)).toMatchObject({ path, accessKeyId: 'AKIATEST' })
    pool.close()
  },
)
