import { describe, expect, it } from 'vitest'
import type { ReachAnswer } from '#server/domain/reach/reach.ts'
import { decidingAnswer, prettyQuote, reachSentence } from './reach-words.ts'

const answer = (patch: Partial<ReachAnswer> = {}): ReachAnswer => ({
  audience: 'internet',
  certainty: 'certain',
  via: 'url',
  who: 'anyone',
  entry: null,
  triggerKey: null,
  decidedBy: [],
  guards: [],
  ...patch,
})

describe('reachSentence', () => {
  it.each([
    ['internet', [answer()], 'Anyone on the internet can invoke it without authentication through its URL.'],
    [
      'internet-authenticated',
      [answer({ audience: 'internet-authenticated', via: 'api', certainty: 'conditional' })],
      'Anyone on the internet who authenticates can invoke it through an API, under a condition that cannot be settled from here.',
    ],
    [
      'other-accounts',
      [answer({ audience: 'other-accounts', via: 'policy', certainty: 'unknown' })],
      'Other AWS accounts can invoke it through its resource policy, as far as could be read.',
    ],
    ['nobody', [], 'Nothing was found that lets anyone invoke it.'],
    ['unknown', [], 'Who can invoke it is not known.'],
    [
      'unknown',
      [answer({ audience: 'account', via: 'source' })],
      'Who can invoke it is not fully known. Of what was read: Only this account can invoke it through an event source.',
    ],
  ] as const)('%s', (level, answers, text) =>
    expect(reachSentence({ level, answers: [...answers] })).toBe(text),
  )
})

it('takes the certain answer of the level before one under a condition', () => {
  const maybe = answer({ certainty: 'conditional' })
  const sure = answer({ via: 'policy' })
  expect(decidingAnswer({ level: 'internet', answers: [maybe, sure] })).toBe(sure)
  expect(decidingAnswer({ level: 'internet', answers: [maybe] })).toBe(maybe)
  expect(decidingAnswer({ level: 'nobody', answers: [] })).toBeUndefined()
})

it('lays JSON out and leaves the rest as it came', () => {
  expect(prettyQuote('{"Sid":"a"}')).toBe('{\n  "Sid": "a"\n}')
  expect(prettyQuote('AuthType: NONE')).toBe('AuthType: NONE')
})
