import { expect, it } from 'vitest'
import { type Raw, roleSession, trailRecord } from '#server/testing/records/trail-record.ts'
import { isByAws, isThroughService } from './by-aws.ts'

it.each<[string, Raw, { byAws: boolean; through: boolean }]>([
  ['a user', {}, { byAws: false, through: false }],
  [
    'a service',
    { userIdentity: { type: 'AWSService', invokedBy: 'config.amazonaws.com' } },
    { byAws: true, through: true },
  ],
  ['an event that no call made', { eventType: 'AwsServiceEvent' }, { byAws: true, through: true }],
  [
    "a service's own role",
    {
      userIdentity: roleSession('AWSServiceRoleForConfig', 'x', {
        path: '/aws-service-role/config.amazonaws.com/',
      }),
    },
    { byAws: true, through: true },
  ],
  [
    'CloudFormation on behalf of a user',
    { sourceIPAddress: 'cloudformation.amazonaws.com', userAgent: 'cloudformation.amazonaws.com' },
    { byAws: false, through: true },
  ],
  ['AWS itself on behalf of a user', { sourceIPAddress: 'AWS Internal' }, { byAws: false, through: true }],
])('%s', (_who, more, expected) => {
  const record = trailRecord(more)
  expect({ byAws: isByAws(record), through: isThroughService(record) }).toEqual(expected)
})
