import { describe, expect, it } from 'vitest'
import { historyFilter } from '#server/domain/trail-sources/history-filter.ts'
import { filterOf, formatBytes, newHistoryForm } from './history-form.ts'

const NOW = Date.parse('2026-11-20T06:17:00.000Z')

describe('what is asked about the past', () => {
  it('is a filter that the API takes, in UTC', () => {
    const filter = filterOf({ ...newHistoryForm(NOW), service: 'lambda', name: ' Invoke ' })
    expect(filter).toEqual({
      from: '2026-11-06T06:17:00.000Z',
      to: '2026-11-13T06:17:00.000Z',
      source: 'lambda.amazonaws.com',
      name: 'Invoke',
    })
    expect(historyFilter.safeParse(filter).success).toBe(true)
  })

  it('is nothing while there is no time', () => {
    expect(filterOf({ ...newHistoryForm(NOW), to: '' })).toBeUndefined()
  })
})

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1200, '1.2 kB'],
  [100e6, '100 MB'],
  [1e9, '1 GB'],
  [1e12, '1 TB'],
  [5e15, '5000 TB'],
  [null, '–'],
])('%s bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})
