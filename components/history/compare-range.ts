import { DAY_MS } from '#server/domain/time.ts'

export type CompareRange = { from: string; to: string }

/** How far back the buttons go. */
export const COMPARE_PRESETS = [
  { label: 'Yesterday', ms: DAY_MS },
  { label: 'Last week', ms: 7 * DAY_MS },
  { label: '30 days ago', ms: 30 * DAY_MS },
] as const

/** Reads `from~to` of the URL, two times in ISO 8601; null where it is none or runs backwards. */
export function readCompareRange(text: string | null): CompareRange | null {
  const [from = '', to = ''] = (text ?? '').split('~')
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  return fromMs < toMs ? { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() } : null
}

export function writeCompareRange(fromMs: number, toMs: number): string {
  return `${new Date(fromMs).toISOString()}~${new Date(toMs).toISOString()}`
}
