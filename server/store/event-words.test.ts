import { expect, it } from 'vitest'
import { trailRecord } from '#server/testing/records/trail-record.ts'
import { recordWords, runsOf, wordsOf } from './event-words.ts'

it.each([
  ['arn:aws:iam::111122223333:role/deploy-1', ['arn', 'aws', 'iam', '111122223333', 'role', 'deploy', '1']],
  ['5B8A1E0C-0000-4000-8000-00000000000A!', ['5b8a1e0c-0000-4000-8000-00000000000a']],
  ['naïve_Ünïcode 203.0.113.7', ['naïve_ünïcode', '203', '0', '113', '7']],
  ['<img src=x>\u202e\u0000%', ['img', 'src', 'x']],
])('%s is looked for as %j', (text, words) => {
  expect(wordsOf(text)).toEqual(words)
})

it.each([
  ['arn:aws:iam::1:role/prod-orders-api', ['prod-orders-api', 'orders-api']],
  ['User3@Example.com', ['user3@example.com', 'example.com']],
  ['203.0.113.7', ['203.0.113.7', '0.113.7', '113.7']],
  ['a-b-c-d-e-f-g', ['a-b-c-d-e-f-g', 'b-c-d-e-f-g', 'c-d-e-f-g', 'd-e-f-g']],
  ['a--b -c- d', ['a--b']],
  ['plain words_only', []],
])('of %s the runs %j are kept whole', (text, runs) => {
  expect(runsOf(text)).toEqual(runs)
})

it('takes a time that is linear in a text of letters alone', () => {
  const costOf = (length: number) => {
    const text = 'a'.repeat(length)
    const before = process.threadCpuUsage()
    runsOf(text)
    return process.threadCpuUsage(before).user / 1000
  }
  expect(costOf(40_000)).toBeLessThan(40 * Math.max(1, costOf(4000)))
})

it('takes the texts of the whole record, but not its id, its times or a secret', () => {
  const record = trailRecord({
    requestParameters: {
      deep: [{ policy: '{"Principal":"*"}' }],
      environment: { variables: { KEY: 'hush' } },
    },
    tlsDetails: { cipherSuite: 'chacha' },
  })
  const words = recordWords(record)
  expect(words).toEqual(expect.arrayContaining(['principal', 'updatefunctioncode', 'ann', 'awscrt']))
  for (const word of ['hush', 'chacha', record.eventId]) expect(words).not.toContain(word)
})

it('stops at 250 words of 64 characters, in a record of any shape', () => {
  let deep: unknown = 'bottom'
  for (let i = 0; i < 5000; i += 1) deep = [deep]
  const long = Array.from({ length: 1000 }, (_, i) => `${'x'.repeat(100)}${i}`)
  const words = recordWords({
    ...trailRecord(),
    raw: { deep, many: long, more: Array.from({ length: 900 }, (_, i) => `w${i}`) },
  })
  expect(words).toHaveLength(250)
  expect(Math.max(...words.map((word) => word.length))).toBe(64)
})
