import { csvCell } from '#server/domain/text.ts'

export type CsvColumn<Row> = {
  title: string
  value: (row: Row) => string | number | boolean | null | undefined
}

const line = <Row>(columns: CsvColumn<Row>[], row: Row) =>
  columns.map((column) => csvCell(column.value(row))).join(',')

const head = <Row>(columns: CsvColumn<Row>[]) => columns.map((column) => csvCell(column.title)).join(',')

function download(fileName: string, type: string, body: BodyInit): Response {
  return new Response(body, {
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'content-disposition': `attachment; filename="${fileName.replace(/[^\w.-]/g, '_')}"`,
      'x-content-type-options': 'nosniff',
    },
  })
}

/** A CSV download; formulas are made harmless cell by cell. Starts with a byte order mark so that spreadsheets read UTF-8. */
export function csvResponse<Row>(fileName: string, columns: CsvColumn<Row>[], rows: Row[]): Response {
  const lines = [head(columns), ...rows.map((row) => line(columns, row))]
  return download(fileName, 'text/csv', `\uFEFF${lines.join('\r\n')}\r\n`)
}

/** The first part is read before the answer begins, so that what is refused is answered as such. */
async function streamOf<Part>(
  parts: AsyncIterable<Part>,
  textOf: (part: Part) => string,
  before = '',
): Promise<ReadableStream> {
  const encoder = new TextEncoder()
  const iterator = parts[Symbol.asyncIterator]()
  let next = await iterator.next()
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(before)),
    pull: async (controller) => {
      if (next.done) return controller.close()
      controller.enqueue(encoder.encode(textOf(next.value)))
      next = await iterator.next()
    },
    cancel: async () => {
      await iterator.return?.()
    },
  })
}

/** The same for more rows than should be in memory at once. */
export async function csvStream<Row>(
  fileName: string,
  columns: CsvColumn<Row>[],
  parts: AsyncIterable<Row[]>,
): Promise<Response> {
  const text = (rows: Row[]) => rows.map((row) => `${line(columns, row)}\r\n`).join('')
  return download(fileName, 'text/csv', await streamOf(parts, text, `\uFEFF${head(columns)}\r\n`))
}

/** A download of JSON lines: one object a line. */
export async function jsonLinesStream(fileName: string, parts: AsyncIterable<object[]>): Promise<Response> {
  const text = (items: object[]) => items.map((item) => `${JSON.stringify(item)}\n`).join('')
  return download(fileName, 'application/x-ndjson', await streamOf(parts, text))
}
