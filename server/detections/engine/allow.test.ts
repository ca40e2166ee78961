import { describe, expect, it } from 'vitest'
import { type AllowEntry, AllowList, type AllowSubject } from './allow.ts'

const entry = (changes: Partial<AllowEntry>): AllowEntry => ({
  id: 'one',
  detectionIds: [],
  accountId: null,
  principal: null,
  tool: null,
  network: null,
  functionName: null,
  ...changes,
})

const subject: AllowSubject = {
  accountId: '111122223333',
  actorArn: 'arn:aws:sts::111122223333:assumed-role/deploy/run-7',
  roleArn: 'arn:aws:iam::111122223333:role/ci/deploy',
  tool: 'iac',
  sourceIp: '198.51.100.7',
  functionName: 'orders-api',
}

const isAllowed = (changes: Partial<AllowEntry>, by = subject) =>
  new AllowList([entry(changes)]).entryFor('code-changed', by) !== undefined

describe('the allow-list', () => {
  it.each<[string, Partial<AllowEntry>, boolean]>([
    ['a role by a pattern', { principal: 'arn:aws:iam::*:role/ci/*' }, true],
    ['a session by its ARN', { principal: 'arn:aws:sts::111122223333:assumed-role/deploy/run-?' }, true],
    ['another role', { principal: 'arn:aws:iam::*:role/ops/*' }, false],
    ['a tool', { tool: 'iac' }, true],
    ['another tool', { tool: 'console' }, false],
    ['a network', { network: '198.51.100.0/24' }, true],
    ['another network', { network: '203.0.113.0/24' }, false],
    ['a network that cannot be read', { network: 'office' }, false],
    ['a function by a pattern', { functionName: 'orders-*' }, true],
    ['its account', { accountId: '111122223333' }, true],
    ['another account', { accountId: '444455556666' }, false],
    ['this detection and tool', { detectionIds: ['code-changed'], tool: 'iac' }, true],
    ['another detection', { detectionIds: ['function-deleted'], tool: 'iac' }, false],
    ['a tool and another network', { tool: 'iac', network: '203.0.113.0/24' }, false],
    ['nothing but the detection', { detectionIds: ['code-changed'] }, false],
  ])('takes an entry for %s: %#', (_, changes, expected) => {
    expect(isAllowed(changes)).toBe(expected)
  })

  it('covers nothing whose actor or address is not known', () => {
    const unknown = { ...subject, actorArn: '', roleArn: null, sourceIp: null, functionName: null }
    expect(isAllowed({ principal: '*' }, unknown)).toBe(false)
    expect(isAllowed({ network: '0.0.0.0/0' }, unknown)).toBe(false)
    expect(isAllowed({ functionName: '*' }, unknown)).toBe(false)
  })
})
