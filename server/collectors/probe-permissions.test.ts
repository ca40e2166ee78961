import { expect, it } from 'vitest'
import { RunReport } from '#server/aws/run-report.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { defineCollector } from './define-collector.ts'
import { operationsWithoutProbe, type PermissionProbe, probePermissions } from './probe-permissions.ts'

const demo = openDemo({ accounts: 2, functions: 40 })

it('knows how to try every operation that a collector declares', () => {
  expect(operationsWithoutProbe()).toEqual([])
})

const probes = defineCollector<PermissionProbe>({
  id: 'probes',
  title: 'Probes',
  scope: 'region',
  operations: [],
  async *collect(context) {
    for await (const probe of probePermissions({ ...context, report: new RunReport() })) yield [probe]
    return { complete: true }
  },
})

async function statesOf(account: number) {
  const { items } = await demo.run(probes, undefined, { account })
  return new Map(items.map(({ operation, state }) => [operation, state]))
}

it('tells what is allowed, denied, and not to be told', async () => {
  demo.aws.setFaults([{ service: 'events', operation: 'ListRules', kind: 'denied' }])
  const states = await statesOf(0)
  expect([...states].filter(([, state]) => state === 'denied')).toEqual([['ListRules', 'denied']])
  expect(states.get('ListSchedules')).toBe('allowed')
  expect(states.get('GetSchedule')).toBe('allowed')
  expect(states.get('DescribeStateMachine')).toBe('allowed')
  expect(states.get('GetBucketNotificationConfiguration')).toBe('unknown')
  for (const name of [
    'GetTrailStatus',
    'DescribeKey',
    'GetLayerVersionPolicy',
    'GetAccountPublicAccessBlock',
  ])
    expect(states.get(name)).toBe('allowed')
})

it('does not take what Organizations keeps from members for a missing permission', async () => {
  const states = await statesOf(1)
  expect(states.get('DescribeOrganization')).toBe('allowed')
  expect(states.get('ListRoots')).toBe('unknown')
  expect(states.get('ListPolicies')).toBe('unknown')
})
