import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvFields } from './csv-fields.ts'
import { readHeader, readRow } from './read-row.ts'
import { readTimestamp } from './read-timestamp.ts'

const NOON_MS = Date.UTC(2026, 10, 20, 12)
const FIRST_TWO = { timestamp: 0, value: 1 }

describe('readTimestamp', () => {
  it.each([
    ['2026-11-20T12:00:00Z', NOON_MS],
    ['2026-11-20T12:00:00.000Z', NOON_MS],
    ['2026-11-20 12:00:00', NOON_MS],
    ['2026-11-20 12:00:00.250000', NOON_MS + 250],
    ['2026-11-20T12:00', NOON_MS],
    ['2026-11-20t14:00:00+02:00', NOON_MS],
    ['2026-11-20T06:30:00-0530', NOON_MS],
    ['2026-11-20', NOON_MS - 12 * 3_600_000],
    ['1795176000', NOON_MS],
    ['1795176000.5', NOON_MS + 500],
    ['1795176000000', NOON_MS],
    ['2016-12-31 23:59:60', Date.UTC(2017, 0, 1)],
  ])('reads %s', (text, atMs) => {
    expect(readTimestamp(text)).toBe(atMs)
  })

  it.each([
    '',
    'noon',
    '2026-02-30',
    '2026-13-01',
    '2026-11-20 24:00:00',
    '2026-11-20 12:60:00',
    '20/11/2026',
    '=1+1',
    '-5',
  ])('reads nothing out of "%s"', (text) => {
    expect(readTimestamp(text)).toBeNull()
  })
})

describe('csvFields', () => {
  it.each([
    ['a,b', ['a', 'b']],
    [' a , b ,', ['a', 'b', '']],
    ['"a,b","c ""d"""', ['a,b', 'c "d"']],
    ['"a" , 5', ['a', '5']],
    ['', ['']],
    ['"a,5', null],
  ])('splits %s', (line, fields) => {
    expect(csvFields(line)).toEqual(fields)
  })

  it('ends for any line', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', ' ', 'a', '1') }), (line) => {
        expect(csvFields(line)?.length ?? 1).toBeGreaterThan(0)
      }),
    )
  })
})

describe('readHeader', () => {
  it.each([
    ['timestamp,value', FIRST_TWO],
    ['TimeStamp,Value,Label', FIRST_TWO],
    ['"Value","host","Timestamp"', { timestamp: 2, value: 0 }],
    ['time,cpu', FIRST_TWO],
    ['2026-11-20 12:00:00,5', null],
    ['nonsense,x', null],
  ])('finds the columns of %s', (line, columns) => {
    expect(readHeader(line)).toEqual(columns)
  })
})

describe('readRow', () => {
  it.each([
    ['2026-11-20 12:00:00,5', 5, null],
    ['"2026-11-20 12:00:00","-1.5e3",=cmd()', -1500, null],
    ['2026-11-20 12:00:00,', null, null],
    ['2026-11-20 12:00:00,NaN', null, null],
    ['2026-11-20 12:00:00,-Infinity', null, null],
    ['2026-11-20 12:00:00,1e999', null, null],
    ['2026-11-20 12:00:00', null, 'it has no value'],
    ['2026-11-20 12:00:00,=1+1', null, 'its value is not a number'],
    ['2026-11-20 12:00:00,0x10', null, 'its value is not a number'],
  ])('reads %s', (line, value, problem) => {
    expect(readRow(line, FIRST_TWO)).toMatchObject({
      timestamp: '2026-11-20 12:00:00',
      atMs: NOON_MS,
      value,
      problem,
    })
  })

  it('gives nothing back of a timestamp that is none', () => {
    expect(readRow('=HYPERLINK("x"),5', FIRST_TWO)).toMatchObject({ timestamp: '', value: null })
  })
})
