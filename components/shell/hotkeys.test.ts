import { expect, it } from 'vitest'
import { keySequence } from './hotkeys.ts'
import { BAR_ITEMS, beginsGroup, isCurrent, MORE_ITEMS, NAV_ITEMS } from './nav-items.ts'

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

it('parts the pages into groups, and gives a phone five of them and the rest under More', () => {
  expect(NAV_ITEMS.filter(beginsGroup).map((item) => item.label)).toEqual([
    'Functions',
    'Changes',
    'Settings',
  ])
  expect(BAR_ITEMS).toHaveLength(5)
  expect(BAR_ITEMS.length + MORE_ITEMS.length).toBe(NAV_ITEMS.length)
  expect(new Set(NAV_ITEMS.map((item) => item.key)).size).toBe(NAV_ITEMS.length)
})
