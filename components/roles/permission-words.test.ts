import { expect, test } from 'vitest'
import type { ServiceAccess } from '#server/domain/access/access.ts'
import { conditionWords, mayHold, saidAbove, sharedConditions } from './permission-words.ts'

type Level = ServiceAccess['levels'][number]

const level = (changes: Partial<Level>): Level => ({
  level: 'Write',
  actions: ['s3:PutObject'],
  of: 60,
  everyResource: true,
  resources: ['*'],
  conditions: [],
  statements: [0],
  ...changes,
})
const service = (...levels: Level[]): ServiceAccess => ({
  service: 's3',
  serviceName: 'Amazon S3',
  everyAction: false,
  levels,
  use: 'unknown',
  lastUsedAt: null,
})

test('a condition is joined by "if", an exception by its own word', () => {
  expect(conditionWords('StringEquals aws:PrincipalOrgID o-1')).toBe('if StringEquals aws:PrincipalOrgID o-1')
  expect(conditionWords('except when Bool aws:SecureTransport false')).not.toContain('if')
})

test('a service is found by its name and by its actions', () => {
  const s3 = service(level({}))
  for (const word of ['', 'S3', 'amazon', 'putobj', 's3:PutObject']) expect(mayHold(s3, word)).toBe(true)
  for (const word of ['iam', 's3:DeleteBucket']) expect(mayHold(s3, word)).toBe(false)
})

test('an action that is not listed may be there where only some are listed', () => {
  const s3 = service(level({ count: 60 }))
  expect(mayHold(s3, 's3:DeleteBucket')).toBe(true)
  expect(mayHold(s3, 'iam:PassRole')).toBe(false)
})

test('what limits nearly everything is said once, with the services that it does not limit', () => {
  const of = (name: string, ...conditions: string[]) => ({
    ...service(level({ conditions })),
    service: name,
  })
  expect(sharedConditions([of('s3', 'a', 'b'), of('sqs', 'b')])).toEqual([{ condition: 'b', exceptIn: [] }])
  const shared = sharedConditions([of('iam'), of('s3', 'a'), of('sqs', 'a'), of('sns', 'a')])
  expect(shared).toEqual([{ condition: 'a', exceptIn: ['iam'] }])
  expect(saidAbove(shared, 's3')).toEqual(['a'])
  expect(saidAbove(shared, 'iam')).toEqual([])
  expect(sharedConditions([of('s3', 'a'), of('sqs')])).toEqual([])
  expect(sharedConditions([of('s3', 'a')])).toEqual([])
})
