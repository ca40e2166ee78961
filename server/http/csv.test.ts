import { expect, test } from 'vitest'
import { csvCell } from '#server/domain/text.ts'
import { csvResponse } from './csv.ts'

test('a download keeps hostile cells from running and from breaking its rows', async () => {
  const rows = [
    { name: '=cmd|x', text: 'a "b",\nc' },
    { name: '@SUM(1)', text: null },
  ]
  const response = csvResponse(
    'a b/c.csv',
    [
      { title: 'Name', value: (row) => row.name },
      { title: 'Text', value: (row) => row.text },
    ],
    rows,
  )
  expect(await response.text()).toBe(`Name,Text\r\n'=cmd|x,"a ""b"",\nc"\r\n'@SUM(1),\r\n`)
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="a_b_c.csv"')
})

test.each([
  ['a;=1+1', '"a;=1+1"'],
  ['a\t=1+1', '"a\t=1+1"'],
  ['\n=1+1', '"\'\n=1+1"'],
  ['＝1+1', "'＝1+1"],
  [-1, '-1'],
])('a cell of %j runs nowhere, whatever parts the cells there', (value, cell) => {
  expect(csvCell(value)).toBe(cell)
})
