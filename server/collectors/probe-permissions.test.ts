import { expect, it } from 'vitest'
import { operationsWithoutProbe } from './probe-permissions.ts'

it('knows how to try every operation that a collector declares', () => {
  expect(operationsWithoutProbe()).toEqual([])
})
