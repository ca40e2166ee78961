import { describe, expect, it } from 'vitest'
import { spikeWords, sumNote, toLimitWords } from './concurrency-words.ts'

describe('words of concurrency', () => {
  it.each([
    [
      { state: 'rising', perMinute: 4.25, inMs: 34 * 60_000 },
      'rising by 4.3 a minute: the limit is reached in 34 min',
    ],
    [{ state: 'not rising' }, 'not rising in the last quarter of an hour'],
    [{ state: 'at the limit' }, 'the limit is reached'],
    [{ state: 'unknown', reason: 'the limit could not be read' }, 'not known: the limit could not be read'],
  ] as const)('say %j', (told, words) => {
    expect(toLimitWords(told, 'the limit')).toBe(words)
  })

  it('explain a spike function by function', () => {
    const part = (name: string, rise: number) => ({ name, id: 1, atPeak: rise, before: 0, rise })
    const spike = {
      peak: 481,
      peakAt: '',
      level: 100,
      rise: 380.4,
      told: 377,
      parts: [part('orders-api', 312), part('mail', 65)],
    }
    expect(spikeWords(spike)).toBe('orders-api +312 of 380 · mail +65')
    expect(spikeWords({ ...spike, parts: [] })).toBe('no function is known to have risen then')
  })

  it('say why highest values do not add up', () => {
    expect(sumNote({ sumAtPeak: 640, peak: 598 })).toMatch(/come to 640 against 598 .* need not add up\.$/)
  })
})
