import { describe, expect, it } from 'vitest'
import { liveWords, staleAfter } from './live-words.ts'

const alert = (title: string, state = 'firing') => ({ id: '1', title, severity: 'high' as const, state })

describe('what is said of a message', () => {
  it.each([
    [[alert('Functions deleted')], 0, 'Firing, high: Functions deleted'],
    [[alert('A'), alert('B')], 0, 'Firing, high: A, and 1 other'],
    [[alert('A')], 5, 'Firing, high: A, and 5 others'],
    [[alert('A', 'acknowledged')], 0, null],
    [[alert('a\u202eb')], 0, expect.not.stringContaining('\u202e')],
    [[], 0, null],
  ])('of %j and %d more', (items, more, words) => {
    expect(liveWords({ kind: 'alerts', items, more })).toEqual(words)
  })

  it('is nothing for hits and beats', () => {
    expect(liveWords({ kind: 'hits', count: 3 })).toBeNull()
    expect(liveWords({ kind: 'beat' })).toBeNull()
  })
})

describe('what is read again', () => {
  it.each([
    ['alerts', '/alerts', true],
    ['alerts', '/alerts/7', true],
    ['alerts', '/status', true],
    ['listening', '/overview', true],
    ['alerts', '/functions', false],
    ['alerts', '/functions/12', true],
    ['alerts', '/alerts-elsewhere', false],
    ['hits', '/detections/hits', true],
    ['hits', '/alerts', false],
    ['beat', '/alerts', false],
    ['deaf', '/alerts', false],
  ] as const)('after %s of %s: %s', (kind, path, stale) => {
    expect(staleAfter(kind, ['api', path, 'url'])).toBe(stale)
  })

  it('is no preview of anything', () => {
    expect(staleAfter('alerts', ['preview-allow-entry', '/alerts'])).toBe(false)
  })
})
