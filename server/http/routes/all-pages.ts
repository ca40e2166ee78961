/** Each page is counted and sorted anew: few of them, of what fits into memory. */
const PAGE_SIZE = 5000
/** A download stops here: more rows than a spreadsheet is good for. */
const MAX_ROWS = 50_000

/** All rows of a paged list, one page after the other. */
export async function allPages<Row>(
  read: (page: { page: number; pageSize: number }) => Promise<{ items: Row[]; total: number }>,
): Promise<Row[]> {
  const rows: Row[] = []
  for (let page = 1; rows.length < MAX_ROWS; page++) {
    const { items, total } = await read({ page, pageSize: PAGE_SIZE })
    rows.push(...items)
    if (items.length < PAGE_SIZE || rows.length >= total) break
  }
  return rows
}
