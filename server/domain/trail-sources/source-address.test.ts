import { expect, it } from 'vitest'
import {
  bucketAddress,
  parseBucket,
  parseEventDataStore,
  parseQueue,
  parseTable,
  queueArn,
  queueUrl,
} from './source-address.ts'

const ID = 'EXAMPLE1-f0e1-d2c3-b4a5-a6b7c8d9e0f1'.replace('EXAMPLE1', 'abcdef12')
const AT = { partition: 'aws', region: 'eu-west-1', accountId: '111122223333', name: 'events' }

it.each([
  ['https://sqs.eu-west-1.amazonaws.com/111122223333/events', AT],
  ['https://eu-west-1.queue.amazonaws.com/111122223333/events', AT],
  ['https://sqs-fips.eu-west-1.amazonaws.com/111122223333/events', AT],
  ['https://vpce-1a2b-x.sqs.eu-west-1.vpce.amazonaws.com/111122223333/events', AT],
  ['arn:aws:sqs:eu-west-1:111122223333:events', AT],
  [
    'https://sqs.cn-north-1.amazonaws.com.cn/111122223333/e',
    { partition: 'aws-cn', region: 'cn-north-1', name: 'e' },
  ],
])('%s is a queue', (text, expected) => {
  const place = parseQueue(text)
  expect(place).toMatchObject(expected)
  if (place) {
    expect(parseQueue(queueUrl(place))).toEqual(place)
    expect(parseQueue(queueArn(place))).toEqual(place)
  }
})

it.each([
  'http://sqs.eu-west-1.amazonaws.com/111122223333/events',
  'https://sqs.eu-west-1.amazonaws.com.evil.example/111122223333/events',
  'https://evil.example/111122223333/events',
  'https://169.254.169.254/111122223333/events',
  'https://user:pw@sqs.eu-west-1.amazonaws.com/111122223333/events',
  'https://sqs.eu-west-1.amazonaws.com:8443/111122223333/events',
  'https://sqs.eu-west-1.amazonaws.com/111122223333/events?x=1',
  'https://sqs.eu-west-1.amazonaws.com/111122223333/a/b',
  'https://sqs.eu-west-1.amazonaws.com/1111/events',
  'arn:aws:sns:eu-west-1:111122223333:events',
  'file:///etc/passwd',
  '',
])('%s is no queue', (text) => {
  expect(parseQueue(text)).toBeUndefined()
})

it.each([
  ['s3://logs', { bucket: 'logs', prefix: '' }, 's3://logs/'],
  ['s3://logs/', { bucket: 'logs', prefix: '' }, 's3://logs/'],
  ['s3://logs/a/b/', { bucket: 'logs', prefix: 'a/b' }, 's3://logs/a/b/'],
  ['s3://Logs/a', undefined, ''],
  ['https://logs.s3.amazonaws.com/', undefined, ''],
  ['s3://a..b/x', undefined, ''],
  ['s3://logs/a*b', undefined, ''],
])('%s', (text, expected, address) => {
  expect(parseBucket(text)).toEqual(expected)
  if (expected) expect(bucketAddress(expected)).toBe(address)
})

it.each([
  ['default.cloudtrail_logs', { catalog: 'AwsDataCatalog', database: 'default', table: 'cloudtrail_logs' }],
  ['lake.security.trail', { catalog: 'lake', database: 'security', table: 'trail' }],
  ['trail', undefined],
  ['a.b; DROP TABLE c', undefined],
  ['a."b"', undefined],
])('%s as a table', (text, expected) => {
  expect(parseTable(text)).toEqual(expected)
})

it('reads the ARN of an event data store, and of nothing else', () => {
  const arn = `arn:aws:cloudtrail:eu-west-1:111122223333:eventdatastore/${ID}`
  expect(parseEventDataStore(arn)).toEqual({ ...AT, name: undefined, id: ID })
  expect(parseEventDataStore(arn.replace('eventdatastore', 'trail'))).toBeUndefined()
  expect(parseEventDataStore(`${arn}' OR 1=1`)).toBeUndefined()
})
