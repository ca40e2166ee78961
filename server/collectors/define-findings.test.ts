import { describe, expect, it } from 'vitest'
import { testPool } from '#server/aws/aws-test-server.ts'
import { absent } from '#server/domain/field.ts'
import { defineFindings, type FoundFinding } from './define-findings.ts'
import { FINDING_OPERATIONS } from './finding-operations.ts'
import { runForTest } from './run-for-test.ts'

const finding = (i: number): FoundFinding => ({
  arn: `arn:aws:guardduty:eu-west-1:111122223333:finding/${i}`,
  name: 'x'.repeat(1000),
  product: 'GuardDuty',
  rule: 'Odd',
  severity: 'low',
  description: 'y'.repeat(9000),
  resourceArns: ['arn:aws:lambda:eu-west-1:111122223333:function:orders-api'],
  vulnerability: absent(),
  firstSeenAt: absent(),
  lastSeenAt: absent(),
  url: null,
})

async function run(batches: FoundFinding[][], most: number) {
  const collector = defineFindings({
    id: 'guardduty-findings',
    title: 'Findings',
    source: 'guardduty',
    changedBy: [],
    operations: [FINDING_OPERATIONS.guardDutyIds],
    most,
    async *read() {
      yield* batches
      return { complete: true }
    },
  })
  const clients = testPool('http://127.0.0.1:9')
  return runForTest(collector, undefined, { clients, accountId: '111122223333' })
}

describe('findings of a service', () => {
  it('are handed on once each, with their texts cut', async () => {
    const found = await run([[finding(1), finding(1)], [finding(1), finding(2)], []], 10)
    expect(found).toMatchObject({ status: 'ok', complete: true, items: { length: 2 } })
    expect(found.items[0]).toMatchObject({
      kind: 'external-finding',
      source: 'guardduty',
      name: 'x'.repeat(300),
    })
    expect(found.items[0]?.description).toHaveLength(2000)
  })

  it('that are about nothing of ours are left out', async () => {
    expect(await run([[{ ...finding(1), resourceArns: [] }]], 10)).toMatchObject({
      complete: true,
      items: [],
    })
  })

  it('beyond the cap are not read, and that is said', async () => {
    const found = await run([[finding(1), finding(2)], [finding(3), finding(4)], [finding(5)]], 3)
    expect(found).toMatchObject({
      status: 'partial',
      complete: false,
      items: { length: 3 },
      problems: [{ code: 'TooManyFindings', state: 'failed' }],
    })
  })
})
