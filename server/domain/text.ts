const INVISIBLE = /[\p{Cc}\p{Cf}]/gu

/**
 * Makes control, zero-width and bidi characters visible as <U+XXXX>, so that a name shows as what it is.
 * For display only: stored values stay as they came.
 */
export function visibleText(text: string): string {
  return text.replace(
    INVISIBLE,
    (c) => `<U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
  )
}

/**
 * One CSV cell (RFC 4180); text that a spreadsheet would run as a formula gets a leading apostrophe, and what some
 * spreadsheets take for the end of a cell is quoted (OWASP, CSV injection).
 */
export function csvCell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  const safe = /^[=+\-@＝＋－＠\t\r\n]/.test(value) ? `'${value}` : value
  return /[",;\t\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const PLAIN = /^[A-Za-z0-9-_./:@]+$/

/** Text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
