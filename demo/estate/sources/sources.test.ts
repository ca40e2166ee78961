import { expect, it } from 'vitest'
import { Estate } from '#demo/estate/estate.ts'
import { roleUse } from '#demo/estate/role-use.ts'
import { grantedSources } from './grants.ts'
import {
  bucketsOf,
  queuesOf,
  rulesOf,
  schedulesOf,
  stateMachinesOf,
  streamsOf,
  subscriptionsOf,
} from './sources.ts'

function estateOf(functions: number, accounts: number) {
  const anchorMs = Date.UTC(2026, 9, 14)
  return new Estate({ seed: 3, functions, accounts, hostile: false, disabledRegions: [], anchorMs })
}

function homeOf(estate: Estate) {
  const [account] = estate.accounts
  if (!account) throw new Error('an estate has an account')
  return estate.partition(account, 'eu-west-1')
}

it('has a rule for most grants, none for some, and one that no function grants', () => {
  const home = homeOf(estateOf(1000, 2))
  const granted = new Set(home.functions.flatMap((fn) => grantedSources(fn, 'events')))
  const { rules } = rulesOf(home)
  const arns = new Set(rules.map(({ arn }) => arn))
  expect(new Set(rules.map(({ arn }) => arn)).size).toBe(rules.length)
  expect([...granted].filter((arn) => !arns.has(arn)).length).toBeGreaterThan(0)
  expect([...granted].filter((arn) => arns.has(arn)).length).toBeGreaterThan(granted.size * 0.85)
  const silent = rules.filter(
    ({ arn, targets }) => !granted.has(arn) && targets[0]?.Arn.includes(':function:'),
  )
  expect(silent).toHaveLength(1)
  expect(rules.filter(({ state }) => state === 'DISABLED').length).toBeGreaterThan(0)
})

it('has queues for most mappings, of which one is gone and some move nothing on', () => {
  const home = homeOf(estateOf(1000, 2))
  const queues = queuesOf(home)
  const read = home.mappings.flatMap(({ kind, sourceArn }) => (kind === 'sqs' ? [sourceArn] : []))
  const gone = read.filter((arn) => !queues.has(arn))
  expect(gone.length).toBeGreaterThan(0)
  expect(gone.length).toBeLessThan(read.length / 10)
  const there = read.flatMap((arn) => queues.get(arn) ?? [])
  expect(there.some(({ redriveArn }) => redriveArn === undefined)).toBe(true)
  for (const { redriveArn } of there) if (redriveArn) expect(queues.has(redriveArn)).toBe(true)
  for (const { kind, sourceArn } of home.mappings)
    if (kind !== 'sqs') expect(streamsOf(home).has(sourceArn)).toBe(true)
})

it('lets a bucket notify functions of its own region only', () => {
  const estate = estateOf(1000, 2)
  for (const account of estate.accounts) {
    const buckets = bucketsOf(estate, account)
    expect(new Set(buckets.map(({ name }) => name)).size).toBe(buckets.length)
    for (const { region, notifications } of buckets)
      for (const { functionArn } of notifications) expect(functionArn).toContain(`:${region}:${account.id}:`)
  }
})

it('says that roles use what their functions do, and never what is not granted', () => {
  const estate = estateOf(300, 1)
  const [account] = estate.accounts
  if (!account) return
  const iam = estate.iam(account)
  const functions = account.regions.flatMap((region) => estate.partition(account, region).functions)
  const uses = iam.roles.map((role) => roleUse(iam, role, functions))
  const all = uses.flat()
  expect(all.some(({ used }) => used)).toBe(true)
  expect(all.some(({ used }) => !used)).toBe(true)
  const admin = iam.roles.find(({ name }) => name === 'old-lambda-admin')
  expect(admin && roleUse(iam, admin, functions).every(({ used }) => !used)).toBe(true)
})

it('is made in no time for 10,000 functions of 20 accounts', () => {
  const estate = estateOf(10_000, 20)
  const partitions = estate.accounts.flatMap((one) =>
    one.regions.map((region) => estate.partition(one, region)),
  )
  const startedMs = performance.now()
  for (const partition of partitions) {
    rulesOf(partition)
    schedulesOf(partition)
    subscriptionsOf(partition)
    queuesOf(partition)
    streamsOf(partition)
    stateMachinesOf(partition)
  }
  for (const account of estate.accounts) bucketsOf(estate, account)
  expect(performance.now() - startedMs).toBeLessThan(5000)
  expect(partitions.reduce((sum, partition) => sum + rulesOf(partition).rules.length, 0)).toBeGreaterThan(
    2500,
  )
})

it('is empty where there are no functions', () => {
  const home = homeOf(estateOf(0, 1))
  expect(rulesOf(home)).toEqual({ buses: ['default'], rules: [] })
  for (const list of [schedulesOf(home), subscriptionsOf(home), stateMachinesOf(home)])
    expect(list).toEqual([])
  expect(queuesOf(home).size + streamsOf(home).size).toBe(0)
})
