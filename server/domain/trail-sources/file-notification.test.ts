import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLogFile, placeOfLogFile, readFileNotification } from './file-notification.ts'

const KEY =
  'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20/111122223333_CloudTrail_eu-west-1_20261120T1000Z_x.json.gz'
const s3 = (key: string, eventName = 'ObjectCreated:Put') => ({
  Records: [
    {
      eventSource: 'aws:s3',
      eventName,
      awsRegion: 'eu-west-1',
      s3: { bucket: { name: 'logs' }, object: { key } },
    },
  ],
})
const inSns = (message: unknown) => ({
  Type: 'Notification',
  TopicArn: 'arn',
  Message: JSON.stringify(message),
})
const file = (key = KEY, region?: string) => ({
  kind: 'files',
  files: [{ bucket: 'logs', key, region }],
})

describe('a message about files', () => {
  it.each([
    ['S3’s own', s3(KEY), file(KEY, 'eu-west-1')],
    ['in an SNS envelope', inSns(s3(KEY)), file(KEY, 'eu-west-1')],
    ['of a key with blanks', s3('a+b%2Bc.json.gz'), file('a b+c.json.gz', 'eu-west-1')],
    ['CloudTrail’s', inSns({ s3Bucket: 'logs', s3ObjectKey: [KEY] }), file()],
    ['CloudTrail’s, delivered raw', { s3Bucket: 'logs', s3ObjectKey: [KEY] }, file()],
    [
      'EventBridge’s',
      {
        source: 'aws.s3',
        'detail-type': 'Object Created',
        region: 'eu-west-1',
        detail: { bucket: { name: 'logs' }, object: { key: KEY } },
      },
      file(KEY, 'eu-west-1'),
    ],
    ['of a deletion', s3(KEY, 'ObjectRemoved:Delete'), { kind: 'nothing' }],
    ['that S3 sends to try the queue', { Service: 'Amazon S3', Event: 's3:TestEvent' }, { kind: 'nothing' }],
    ['of a key that is broken', s3('%E0%A4%A'), { kind: 'nothing' }],
    ['about something else', { hello: 1 }, { kind: 'unreadable', why: 'the message names no file in S3' }],
  ])('%s', (_, message, expected) => {
    expect(readFileNotification(JSON.stringify(message))).toEqual(expected)
  })

  it('is never more than it can be', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect(['files', 'nothing', 'unreadable']).toContain(readFileNotification(body).kind)
      }),
    )
  })

  it('is not followed into envelopes without end', () => {
    const body = Array.from({ length: 5 }).reduce<unknown>((message) => inSns(message), s3(KEY))
    expect(readFileNotification(JSON.stringify(body)).kind).toBe('unreadable')
  })
})

it.each([
  [KEY, true],
  [`prefix/${KEY}`, true],
  [KEY.replace('AWSLogs/', 'AWSLogs/o-abcdefghij/'), true],
  [KEY.replace('/CloudTrail/', '/CloudTrail-Digest/'), false],
  [KEY.replace('/CloudTrail/', '/CloudTrail-Insight/'), false],
  [KEY.replace('.json.gz', '.txt'), false],
  ['elsewhere/file.json.gz', false],
])('%s is a log file: %s', (key, isOne) => {
  expect(isLogFile(key)).toBe(isOne)
  if (isOne) expect(placeOfLogFile(key)).toEqual({ accountId: '111122223333', region: 'eu-west-1' })
})
