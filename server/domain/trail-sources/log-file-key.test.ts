import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { isTimelyKey, keyAhead, keyAt } from './log-file-key.ts'

const NOW = Date.UTC(2026, 10, 20, 12)
const PREFIX = 'AWSLogs/111122223333/CloudTrail/eu-west-1/'
const keyOf = (folder: string, stamp: string, name = '111122223333_CloudTrail_eu-west-1') =>
  `${PREFIX}${folder}/${name}_${stamp}_a.json.gz`

describe('a key of a log file', () => {
  it.each([
    ['as CloudTrail names it', keyOf('2026/11/20', '20261120T1155Z'), true],
    ['by a clock that is a little ahead', keyOf('2026/11/20', '20261120T1230Z'), true],
    ['delivered over midnight', keyOf('2026/11/19', '20261120T0001Z'), true],
    ['of a time to come', keyOf('2026/11/20', '20261120T2359Z'), false],
    ['in a folder of a time to come', keyOf('9999/12/31', '20261120T1155Z'), false],
    ['of the last time there is', keyOf('9999/12/31', '99991231T2359Z'), false],
    ['of a time that is none', keyOf('2026/11/20', '20269920T1155Z'), false],
    ['of another account', keyOf('2026/11/20', '20261120T1155Z', '999_CloudTrail_eu-west-1'), false],
    ['of another region', keyOf('2026/11/20', '20261120T1155Z', '111122223333_CloudTrail_eu-west-2'), false],
    ['under a folder that is no day', `${PREFIX}processed/x.json.gz`, false],
    ['without a time', `${PREFIX}2026/11/20/x.json.gz`, false],
    ['elsewhere', keyOf('2026/11/20', '20261120T1155Z').replace('eu-west-1/', 'eu-west-2/'), false],
  ])('%s', (_, key, isOne) => {
    expect(isTimelyKey(PREFIX, key, NOW)).toBe(isOne)
  })

  it('comes after the time that is listed from, and before what lies ahead', () => {
    const key = keyOf('2026/11/20', '20261120T1155Z')
    expect(key > keyAt(PREFIX, NOW - HOUR_MS)).toBe(true)
    expect(key > keyAt(PREFIX, NOW)).toBe(false)
    expect(key < keyAhead(PREFIX, NOW)).toBe(true)
    expect(keyOf('9999/12/31', '99991231T2359Z') > keyAhead(PREFIX, NOW + 365 * DAY_MS)).toBe(true)
  })
})
