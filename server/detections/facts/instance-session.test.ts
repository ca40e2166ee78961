import { expect, it } from 'vitest'
import { type Raw, roleSession, trailRecord } from '#server/testing/records/trail-record.ts'
import { instanceOnInternet } from './instance-session.ts'

const instance = (more: Raw = {}) =>
  trailRecord({
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    userIdentity: roleSession('web', 'i-0abcdef1234567890'),
    ...more,
  })

it('tells the instance whose session is used over the internet', () =>
  expect(instanceOnInternet(instance())).toBe('i-0abcdef1234567890'))

it.each<[string, Raw]>([
  ['from an address of the VPC', { sourceIPAddress: '10.0.1.50' }],
  ['through a service', { sourceIPAddress: 'cloudformation.amazonaws.com' }],
  ['by AWS itself', { sourceIPAddress: 'AWS Internal' }],
  ['by the agent on the instance', { eventSource: 'ssmmessages.amazonaws.com' }],
  ['of a role that is not an instance', { userIdentity: roleSession('web', 'i-am-alice') }],
])('tells nothing of a session %s', (_what, more) =>
  expect(instanceOnInternet(instance(more))).toBeUndefined(),
)
