import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextPath } from './next-path.ts'

describe('nextPath', () => {
  it.each([
    ['/alerts?range=7d#x', '/alerts?range=7d#x'],
    [null, '/'],
    ['', '/'],
    ['https://evil.example/', '/'],
    ['//evil.example/x', '/'],
    ['/.//evil.example', '/'],
    ['/a/..//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['/sign-in?next=/x', '/'],
  ])('%j goes to %s', (wanted, expected) => expect(nextPath(wanted)).toBe(expected))

  it('never leaves this site', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const url = new URL(nextPath(`/${text}`), 'http://here.invalid')
        expect(url.host).toBe('here.invalid')
      }),
    )
  })
})
