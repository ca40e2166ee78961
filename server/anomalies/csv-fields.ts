/** The fields of one line of CSV (RFC 4180), trimmed; null where a quote is not closed. */
export function csvFields(line: string): string[] | null {
  if (!line.includes('"')) return line.split(',').map((field) => field.trim())
  const fields: string[] = []
  let at = 0
  while (at <= line.length) {
    const from = at + (/^\s*/.exec(line.slice(at))?.[0].length ?? 0)
    if (line[from] !== '"') {
      const comma = line.indexOf(',', at)
      const end = comma === -1 ? line.length : comma
      fields.push(line.slice(at, end).trim())
      at = end + 1
      continue
    }
    const end = closingQuote(line, from + 1)
    if (end === -1) return null
    fields.push(
      line
        .slice(from + 1, end)
        .replaceAll('""', '"')
        .trim(),
    )
    const comma = line.indexOf(',', end)
    at = comma === -1 ? line.length + 1 : comma + 1
  }
  return fields
}

function closingQuote(line: string, from: number): number {
  for (let at = line.indexOf('"', from); at !== -1; at = line.indexOf('"', at + 2)) {
    if (line[at + 1] !== '"') return at
  }
  return -1
}
