import { expect, it } from 'vitest'
import { SeenIds } from './seen-ids.ts'

it('knows an id that was there before, with the same content or another', () => {
  const seen = new SeenIds()
  expect(seen.see('a', 'x')).toBe('new')
  expect(seen.see('b', 'x')).toBe('new')
  expect(seen.see('a', 'x')).toBe('same')
  expect(seen.see('a', 'y')).toBe('other')
})

it('remembers the last ones for certain, however many there were', () => {
  const seen = new SeenIds(1000)
  for (let index = 0; index < 20_000; index += 1) expect(seen.see(`id-${index}`, '')).toBe('new')
  for (let index = 19_000; index < 20_000; index += 1) expect(seen.see(`id-${index}`, '')).toBe('same')
  expect(seen.see('id-0', '')).toBe('new')
})
