import { gunzipSync } from 'node:zlib'
import { AthenaClient, GetQueryExecutionCommand, StartQueryExecutionCommand } from '@aws-sdk/client-athena'
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { expect, it } from 'vitest'
import type { DemoOptions } from '#demo/server.ts'
import { startForTest, wednesday } from '#demo/testing/start.ts'

const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/111122223333/sightline-events'
const Bucket = 'shop-cloudtrail-111122223333'

async function start(options: DemoOptions = {}) {
  const { demo } = await startForTest(options)
  const config = {
    endpoint: demo.endpoint,
    region: 'eu-west-1',
    credentials: demo.credentials,
    maxAttempts: 1,
  }
  return {
    sqs: new SQSClient({ ...config, useQueueUrlAsEndpoint: false }),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    athena: new AthenaClient(config),
  }
}

it('sends what happens to the queue, once, and gives it back until it is deleted', async () => {
  let nowMs = wednesday
  const { sqs } = await start({ now: () => nowMs })
  const receive = async (VisibilityTimeout = 60) => {
    const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout })
    return (await sqs.send(command)).Messages ?? []
  }
  expect(await receive()).toEqual([])
  nowMs += 40 * 60_000
  const first = await receive()
  expect(first.length).toBeGreaterThan(0)
  const envelope = JSON.parse(first[0]?.Body ?? '')
  expect(envelope).toMatchObject({ version: '0', 'detail-type': expect.stringContaining('via CloudTrail') })
  expect(envelope.detail).toMatchObject({ eventID: expect.any(String), readOnly: false })
  nowMs += 61_000
  const again = await receive()
  const ids = again.map((message) => message.MessageId)
  expect(ids.slice(0, first.length)).toEqual(first.map((message) => message.MessageId))
  const Entries = again.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }))
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))
  nowMs += 61_000
  const later = await receive()
  expect(later.filter(({ MessageId }) => first.some((one) => one.MessageId === MessageId))).toEqual([])
  const attributes = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))
  expect(Number(attributes.Attributes?.ApproximateNumberOfMessages)).toBeGreaterThanOrEqual(0)
})

it('keeps log files in the bucket of the trails, listed page by page', async () => {
  const { s3 } = await start()
  const list = (input: object) => s3.send(new ListObjectsV2Command({ Bucket, ...input }))
  const folders = await list({ Prefix: 'AWSLogs/', Delimiter: '/' })
  expect(folders.CommonPrefixes?.map((one) => one.Prefix)).toContain('AWSLogs/111122223333/')
  const Prefix = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/14/'
  const all = await list({ Prefix })
  const keys = all.Contents?.map((object) => object.Key ?? '') ?? []
  expect(keys).toHaveLength(40)
  expect([...keys].sort()).toEqual(keys)
  const paged = await list({ Prefix, MaxKeys: 30 })
  const rest = await list({ Prefix, ContinuationToken: paged.NextContinuationToken })
  expect([...(paged.Contents ?? []), ...(rest.Contents ?? [])].map((object) => object.Key)).toEqual(keys)
  expect((await list({ Prefix, StartAfter: keys[38] })).Contents).toHaveLength(1)
  const object = await s3.send(new GetObjectCommand({ Bucket, Key: keys[0] }))
  const bytes = await object.Body?.transformToByteArray()
  const { Records } = JSON.parse(gunzipSync(bytes ?? new Uint8Array()).toString())
  expect(Records.some((record: { eventCategory: string }) => record.eventCategory === 'Data')).toBe(true)
})

it('answers a question about the past after it was seen running', async () => {
  const { athena } = await start()
  const sql = `SELECT x FROM t WHERE eventtime >= '2026-10-13T00:00:00Z' AND eventtime <= '2026-10-14T00:00:00Z'`
  const { QueryExecutionId } = await athena.send(new StartQueryExecutionCommand({ QueryString: sql }))
  const look = async () =>
    (await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }))).QueryExecution?.Status?.State
  expect(await look()).toBe('RUNNING')
  expect(await look()).toBe('SUCCEEDED')
})
