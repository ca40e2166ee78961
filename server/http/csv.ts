import { csvCell } from '#server/domain/text.ts'

export type CsvColumn<Row> = {
  title: string
  value: (row: Row) => string | number | boolean | null | undefined
}

/** A CSV download; formulas are made harmless cell by cell. Starts with a byte order mark so that spreadsheets read UTF-8. */
export function csvResponse<Row>(fileName: string, columns: CsvColumn<Row>[], rows: Row[]): Response {
  const lines = [
    columns.map((column) => csvCell(column.title)).join(','),
    ...rows.map((row) => columns.map((column) => csvCell(column.value(row))).join(',')),
  ]
  return new Response(`\uFEFF${lines.join('\r\n')}\r\n`, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName.replace(/[^\w.-]/g, '_')}"`,
      'x-content-type-options': 'nosniff',
    },
  })
}
