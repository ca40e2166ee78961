import { expect, it } from 'vitest'
import { trailRecord } from '#server/testing/records/trail-record.ts'
import { functionOfLogGroup, logGroupOf } from './log-group.ts'

it.each([
  ['/aws/lambda/orders-api', 'orders-api'],
  ['/aws/lambda/us-east-1.at-edge', 'at-edge'],
  ['/aws/lambda/a/b', null],
  ['/aws/lambda-insights', null],
  ['', null],
])('%s is the log of %s', (name, owner) => expect(functionOfLogGroup(name)).toBe(owner))

it.each([
  [{ logGroupName: '/aws/lambda/orders-api' }, '/aws/lambda/orders-api'],
  [
    { logGroupIdentifier: 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders-api:*' },
    '/aws/lambda/orders-api',
  ],
  [null, ''],
])('reads from %j the group %s', (requestParameters, name) =>
  expect(logGroupOf(trailRecord({ eventSource: 'logs.amazonaws.com', requestParameters }))).toBe(name),
)
