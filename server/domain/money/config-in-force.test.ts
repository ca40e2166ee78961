import { expect, it } from 'vitest'
import { changesWithin, configAt, type PricedConfig, pricedSteps, sharesOf } from './config-in-force.ts'

const config = (fromMs: number, memoryMb: number | null): PricedConfig => ({
  fromMs,
  memoryMb,
  architecture: 'x86_64',
  ephemeralMb: 512,
  timeoutMs: 3000,
  provisioned: 0,
})

const steps = pricedSteps([config(300, 512), config(100, 128), config(200, 128), config(400, null)])

it('keeps only what changes the price, oldest first', () => {
  expect(steps.map((step) => [step.fromMs, step.memoryMb])).toEqual([
    [100, 128],
    [300, 512],
    [400, null],
  ])
})

it.each([
  [0, 128],
  [100, 128],
  [299, 128],
  [300, 512],
  [1000, null],
])('at %d there were %s MB', (at, memoryMb) => {
  expect(configAt(steps, at)?.memoryMb).toBe(memoryMb)
})

it.each([
  [0, 50, [[128, 1]]],
  [150, 250, [[128, 1]]],
  [
    250,
    350,
    [
      [128, 0.5],
      [512, 0.5],
    ],
  ],
  [
    200,
    600,
    [
      [128, 0.25],
      [512, 0.25],
      [null, 0.5],
    ],
  ],
] as [number, number, [number | null, number][]][])('from %d to %d it was %j', (from, to, shares) => {
  expect(sharesOf(steps, from, to).map(({ config, share }) => [config.memoryMb, share])).toEqual(shares)
})

it.each([
  [0, 100, false],
  [100, 300, false],
  [299, 301, true],
  [300, 400, false],
])('between %d and %d a change is %s', (from, to, changes) => {
  expect(changesWithin(steps, from, to)).toBe(changes)
})

it('has nothing of no configuration', () => {
  expect(configAt([], 1)).toBeUndefined()
  expect(sharesOf([], 0, 1)).toEqual([])
})
