import { expect, it } from 'vitest'
import { keySequence } from './hotkeys.ts'
import { isCurrent } from './nav-items.ts'

it('offers a sequence only while the first key is fresh', () => {
  let now = 0
  const press = keySequence(() => now)
  expect(press('g')).toEqual(['g'])
  now = 500
  expect(press('a')).toEqual(['g a', 'a'])
  now = 2_000
  expect(press('a')).toEqual(['a'])
})

it.each([
  ['/', '/', true],
  ['/', '/alerts', false],
  ['/alerts', '/alerts/abc', true],
  ['/alerts', '/alertsx', false],
])('%s is current on %s: %s', (href, pathname, current) => expect(isCurrent(href, pathname)).toBe(current))
