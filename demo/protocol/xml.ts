/** Escapes text for XML. */
export function escapeXml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\r/g, '&#xD;')
}

/** Writes plain data as XML elements: lists get `listItem` children, a Map gets entries, dates become ISO 8601. */
export function toXml(value: unknown, listItem: 'member' | 'item'): string {
  if (value === undefined || value === null) return ''
  if (value instanceof Date) return value.toISOString().replace(/\.\d{3}Z$/, 'Z')
  if (Array.isArray(value)) {
    return value.map((item) => `<${listItem}>${toXml(item, listItem)}</${listItem}>`).join('')
  }
  if (value instanceof Map) {
    const text = (item: unknown) => toXml(item, listItem)
    return [...value]
      .map(([key, item]) => `<entry><key>${text(key)}</key><value>${text(item)}</value></entry>`)
      .join('')
  }
  if (typeof value === 'object') {
    return Object.entries(value)
      .filter(([, item]) => item !== undefined && item !== null)
      .map(([key, item]) => `<${key}>${toXml(item, listItem)}</${key}>`)
      .join('')
  }
  return escapeXml(String(value))
}

/** Writes data for REST-XML: a list repeats the element that it is under. */
export function toRestXml(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object') return escapeXml(String(value))
  return Object.entries(value)
    .filter(([, item]) => item !== undefined && item !== null)
    .flatMap(([key, item]) => (Array.isArray(item) ? item : [item]).map((one) => [key, one] as const))
    .map(([key, item]) => `<${key}>${toRestXml(item)}</${key}>`)
    .join('')
}
