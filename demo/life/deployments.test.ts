import { expect, it } from 'vitest'
import { World } from '#demo/world.ts'

const NOW = Date.UTC(2026, 9, 14, 12)

it('deploys a function when it is told to, and its trail says so', () => {
  const options = { seed: 3, functions: 40, accounts: 1, hostile: false, disabledRegions: [], anchorMs: NOW }
  const world = new World(options, () => NOW)
  const [account] = world.estate.accounts
  if (!account) throw new Error('the estate has no account')
  const partition = world.estate.partition(account, account.regions[0] ?? '')
  const fn = partition.functions.find((one) => !one.cast && one.createdBy !== 'console')
  if (!fn) throw new Error('the estate has no function that CI deploys')
  const before = world.stateOf(partition, fn)
  const acts = () =>
    world.journal.hour(partition, Math.floor(NOW / 3_600_000)).filter((act) => act.timeMs >= NOW - 60_000)
  const earlier = acts().length
  world.deploy(partition, fn)
  const after = world.stateOf(partition, fn)
  expect(after.codeSha256).not.toBe(before.codeSha256)
  expect(after.modifiedMs).toBe(NOW)
  expect(acts().length).toBeGreaterThan(earlier)
  expect(JSON.stringify(acts())).toContain(fn.name)
})
