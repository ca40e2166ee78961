import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestAws, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import type { ClientPool } from '#server/aws/client-pool.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { lastAccessed } from './last-accessed.ts'
import { readLastAccessed } from './read-last-accessed.ts'
import { roles } from './roles.ts'
import { runForTest } from './run-for-test.ts'

const demo = openDemo()
const ARN = 'arn:aws:iam::111122223333:role/orders'

describe('last accessed details', () => {
  it('tell for each role which of its services it used, and which actions', async () => {
    const { items: listed } = await demo.run(roles, undefined)
    const arns = listed.map(({ arn }) => arn).slice(0, 40)
    const found = await demo.run(lastAccessed, [...arns, 'arn:aws:iam::111122223333:role/gone'])
    expect(found).toMatchObject({ status: 'ok', complete: true, problems: [], items: { length: 40 } })
    const services = found.items.flatMap((role) =>
      role.services.state === 'known' ? role.services.value : [],
    )
    expect(services.some(({ lastAccessedAt }) => lastAccessedAt === null)).toBe(true)
    expect(
      services.some(({ service, lastAccessedAt }) => service === 'logs' && lastAccessedAt !== null),
    ).toBe(true)
    const actions = services.flatMap((service) => service.actions)
    expect(actions).toContainEqual({ action: 'DeleteQueue', lastAccessedAt: null })
    for (const { lastAccessedAt } of actions)
      expect(lastAccessedAt === null || Number.isFinite(Date.parse(lastAccessedAt))).toBe(true)
  })

  it('are not asked for again and again where they are denied', async () => {
    demo.aws.setFaults([{ service: 'iam', operation: 'GenerateServiceLastAccessedDetails', kind: 'denied' }])
    const arns = Array.from({ length: 30 }, (_, i) => `${ARN}-${i}`)
    const found = await demo.run(lastAccessed, arns)
    expect(found.calls).toBeLessThan(12)
    expect(found.items).toHaveLength(30)
    const permission = 'iam:GenerateServiceLastAccessedDetails'
    for (const { services } of found.items) expect(services).toEqual({ state: 'denied', permission })
  })

  it('ask nothing where no role is named', async () => {
    expect(await demo.run(lastAccessed, [])).toMatchObject({ calls: 0, complete: true, items: [] })
  })
})

describe('an odd answer', () => {
  let aws: TestAws
  let clients: ClientPool
  beforeAll(async () => {
    aws = await startTestAws()
    clients = testPool(aws.url)
  })
  afterAll(async () => {
    clients.close()
    await aws.close()
  })
  const answer = async (details: string) => {
    aws.answer = ({ operation }) => ({
      headers: { 'content-type': 'text/xml' },
      body:
        operation === 'GenerateServiceLastAccessedDetails'
          ? `<${operation}Response><${operation}Result><JobId>11111111-1111-4111-8111-111111111111</JobId></${operation}Result></${operation}Response>`
          : `<${operation}Response><${operation}Result>${details}</${operation}Result></${operation}Response>`,
    })
    let nowMs = 0
    const clock = () => {
      nowMs += 50_000
      return nowMs
    }
    const run = { clients, accountId: '111122223333', overrides: { clock } }
    return (await runForTest(lastAccessed, [ARN], run)).items[0]?.services
  }

  it.each([
    [
      'of a report that failed',
      '<JobStatus>FAILED</JobStatus><Error><Code>TooMany</Code></Error>',
      'TooMany',
    ],
    [
      'of a report that is never made',
      '<JobStatus>IN_PROGRESS</JobStatus>',
      'IAM did not make the report in time',
    ],
    ['without a status', '', 'MalformedAnswer'],
    [
      'with pages that repeat',
      '<JobStatus>COMPLETED</JobStatus><IsTruncated>true</IsTruncated><Marker>m</Marker>',
      'MalformedAnswer',
    ],
    [
      'that is cut without a marker',
      '<JobStatus>COMPLETED</JobStatus><IsTruncated>true</IsTruncated>',
      'MalformedAnswer',
    ],
  ])('%s leaves the use unknown', async (_, details, reason) => {
    expect(await answer(details)).toEqual({ state: 'failed', reason })
  })

  it('without services is a role that may use none', async () => {
    expect(await answer('<JobStatus>COMPLETED</JobStatus>')).toEqual({ state: 'known', value: [] })
  })
})

describe('a report', () => {
  it('is read with services and actions in order, whether actions have their prefix or not', () => {
    const at = new Date(Date.UTC(2026, 10, 1))
    const actions = [{ ActionName: 's3:PutObject', LastAccessedTime: at }, { ActionName: 'GetObject' }]
    expect(
      readLastAccessed([
        { ServiceNamespace: 'sqs' },
        { ServiceNamespace: 's3', LastAuthenticated: at, TrackedActionsLastAccessed: actions },
      ]),
    ).toEqual({
      state: 'known',
      value: [
        {
          service: 's3',
          lastAccessedAt: at.toISOString(),
          actions: [
            { action: 'GetObject', lastAccessedAt: null },
            { action: 'PutObject', lastAccessedAt: at.toISOString() },
          ],
        },
        { service: 'sqs', lastAccessedAt: null, actions: [] },
      ],
    })
  })

  it.each([
    [[{}]],
    [[null]],
    [[{ ServiceNamespace: 's3', LastAuthenticated: 'yesterday at noon' }]],
    [[{ ServiceNamespace: 's3', LastAuthenticated: {} }]],
    [[{ ServiceNamespace: 's3', TrackedActionsLastAccessed: [{}] }]],
  ])('that cannot be read is unknown, never unused: %j', (items) => {
    expect(readLastAccessed(items).state).toBe('failed')
  })
})
