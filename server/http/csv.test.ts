import { expect, test } from 'vitest'
import { csvCell } from '#server/domain/text.ts'
import { csvResponse, csvStream, jsonLinesStream } from './csv.ts'

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

async function* parts<T>(...all: T[][]) {
  yield* all
}

test('rows that come some at a time make the same file', async () => {
  const columns = [{ title: 'Name', value: (row: { name: string }) => row.name }]
  const rows = [{ name: '=1+1' }, { name: 'ä' }, { name: 'c' }]
  const whole = await csvResponse('x.csv', columns, rows).text()
  const streamed = await csvStream('x.csv', columns, parts(rows.slice(0, 2), rows.slice(2)))
  expect(await streamed.text()).toBe(whole)
  expect(await (await csvStream('x.csv', columns, parts<{ name: string }>())).text()).toBe('Name\r\n')
})

test('JSON lines have one object a line, whatever its texts', async () => {
  const items = [{ a: 'x\ny' }, { a: '\u2028' }, { a: 1 }]
  const response = await jsonLinesStream('a.jsonl', parts(items.slice(0, 1), items.slice(1)))
  const lines = (await response.text()).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toEqual(items)
  expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8')
})

test('what is refused is refused before the answer begins', async () => {
  async function* refused(from: number): AsyncGenerator<object[]> {
    if (from > 0) throw new Error('the period is empty')
    yield []
  }
  await expect(jsonLinesStream('a.jsonl', refused(1))).rejects.toThrow('the period is empty')
})
