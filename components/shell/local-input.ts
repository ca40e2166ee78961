const pad = (value: number) => String(value).padStart(2, '0')

/** Epoch ms as the value of a datetime-local input: the viewer's zone, to the minute. */
export function localInputValue(ms: number): string {
  const at = new Date(ms)
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}T${pad(at.getHours())}:${pad(at.getMinutes())}`
}

/** The value of a datetime-local input as ISO 8601 in UTC; null where it is not a time. */
export function parseLocalInput(text: string): string | null {
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? null : new Date(ms).toISOString()
}
