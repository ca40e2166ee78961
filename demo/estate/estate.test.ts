import { expect, it } from 'vitest'
import { Estate } from './estate.ts'

function estateOf(functions: number, accounts = 2) {
  return new Estate({
    seed: 3,
    functions,
    accounts,
    hostile: false,
    disabledRegions: [],
    anchorMs: Date.UTC(2026, 9, 14),
  })
}

function all(estate: Estate) {
  return estate.accounts.flatMap((account) =>
    account.regions.flatMap((region) => estate.partition(account, region).functions),
  )
}

it('makes 20,000 functions with names and keys of their own', () => {
  const functions = all(estateOf(20_000))
  expect(functions).toHaveLength(20_000)
  expect(new Set(functions.map((fn) => fn.arn)).size).toBe(20_000)
  expect(new Set(functions.map((fn) => fn.key)).size).toBeGreaterThan(19_990)
})

it.each([[100], [1_000], [20_000]])('leaves unreserved concurrency in an estate of %i', (count) => {
  const estate = estateOf(count)
  for (const account of estate.accounts) {
    for (const region of account.regions) {
      const reserved = estate
        .partition(account, region)
        .functions.reduce((sum, fn) => sum + (fn.reserved ?? 0), 0)
      expect(account.concurrencyLimit - reserved).toBeGreaterThanOrEqual(100)
    }
  }
})

it('has the variety that a real account has', () => {
  const functions = all(estateOf(400))
  const share = (has: (fn: (typeof functions)[number]) => boolean) =>
    functions.filter(has).length / functions.length
  expect(share((fn) => fn.packageType === 'Image')).toBeGreaterThan(0.01)
  expect(share((fn) => fn.vpcId !== undefined)).toBeGreaterThan(0.08)
  expect(share((fn) => fn.deadLetterArn !== undefined)).toBeGreaterThan(0.05)
  expect(share((fn) => fn.traffic.kind === 'idle')).toBeLessThan(0.4)
  expect(share((fn) => fn.createdBy === 'console')).toBeGreaterThan(0.02)
  expect(share((fn) => fn.tags.owner === undefined)).toBeGreaterThan(0.05)
  expect(share((fn) => fn.url?.authType === 'NONE')).toBeLessThan(0.05)
  expect(new Set(functions.map((fn) => fn.runtime)).size).toBeGreaterThan(10)
})
