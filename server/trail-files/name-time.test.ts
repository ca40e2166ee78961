import { expect, it } from 'vitest'
import { nameTimeMs } from './name-time.ts'

it.each([
  ['AWSLogs/1/CloudTrail/r/2026/11/20/1_CloudTrail_r_20261120T0905Z_x.json.gz', '2026-11-20T09:05:00Z'],
  ['logs/2026/11/20/part-1.gz', '2026-11-20T00:00:00Z'],
  ['logs\\2026\\11\\20\\13\\part-1', '2026-11-20T13:00:00Z'],
  ['logs/2026/13/20/part-1.gz', undefined],
  ['logs/0001/01/01/part-1.gz', undefined],
  ['export.json', undefined],
])('%s is of %s', (path, time) => {
  expect(nameTimeMs(path)).toBe(time === undefined ? undefined : Date.parse(time))
})
