import { expect, it } from 'vitest'
import { SettingError } from '#server/errors.ts'
import { sourcePolicyText } from './source-policy-text.ts'

const QUEUE = 'https://sqs.eu-west-1.amazonaws.com/111122223333/events'
const policyOf = (options: Parameters<typeof sourcePolicyText>[0]) =>
  Object.fromEntries(
    JSON.parse(sourcePolicyText(options)).Statement.map(
      ({ Sid, Action, Resource }: { Sid: string; Action: string[]; Resource: string[] }) => [
        Sid,
        { Action, Resource },
      ],
    ),
  )

it('permits what a queue of events needs, on it alone', () => {
  expect(policyOf({ eventSource: QUEUE })).toEqual({
    SightlineQueue: {
      Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      Resource: ['arn:aws:sqs:eu-west-1:111122223333:events'],
    },
  })
})

it('permits files below their place alone, and the key where there is one', () => {
  const key = 'arn:aws:kms:eu-west-1:111122223333:key/1'
  const policy = policyOf({ eventSource: QUEUE, files: 's3://logs/AWSLogs/111122223333/', key })
  expect(policy.SightlineLogFiles.Resource).toEqual(['arn:aws:s3:::logs/AWSLogs/111122223333/*'])
  expect(policy.SightlineKey).toEqual({ Action: ['kms:Decrypt'], Resource: [key] })
  expect(Object.keys(policyOf({ eventSource: 's3://logs/' }))).toEqual([
    'SightlineBucket',
    'SightlineLogFiles',
  ])
})

it('needs to be told where a table is', () => {
  expect(() => sourcePolicyText({ eventSource: 'default.trail' })).toThrow(SettingError)
  const policy = policyOf({
    eventSource: 'default.trail',
    account: '111122223333',
    region: 'eu-west-1',
    files: 's3://logs/',
    results: 's3://answers/x/',
  })
  expect(policy.SightlineWorkgroup.Resource).toEqual([
    'arn:aws:athena:eu-west-1:111122223333:workgroup/primary',
  ])
  expect(policy.SightlineResults.Resource).toEqual(['arn:aws:s3:::answers/x/*'])
})

it('refuses what is no source', () => {
  expect(() => sourcePolicyText({ eventSource: 'https://example.com/' })).toThrow(SettingError)
})
