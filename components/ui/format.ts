import { DAY_MS, formatDuration, MINUTE_MS } from '#server/domain/time.ts'

/** What is shown where a number is not known. */
export const UNKNOWN = '–'

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })
const one = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 })
const usd = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' })
const usdWhole = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  maximumFractionDigits: 0,
})

type Maybe = number | null | undefined

const known = (value: Maybe): value is number =>
  value !== null && value !== undefined && Number.isFinite(value)

/** 1234567 → "1,234,567". */
export function formatCount(value: Maybe): string {
  return known(value) ? whole.format(value) : UNKNOWN
}

/** At most 4 digits: 1234567 → "1.23 M", 12345 → "12.3 k". */
export function formatCompact(value: Maybe): string {
  if (!known(value)) return UNKNOWN
  const abs = Math.abs(value)
  for (const [step, sign] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e4, 'k'],
  ] as const) {
    if (abs >= step) {
      const scaled = value / (sign === 'k' ? 1e3 : step)
      return `${scaled.toFixed(Math.abs(scaled) < 10 ? 2 : Math.abs(scaled) < 100 ? 1 : 0)} ${sign}`
    }
  }
  return abs < 10 && !Number.isInteger(value) ? one.format(value) : whole.format(value)
}

/** Milliseconds as "340 ms", "2.4 s", "3 min 5 s". */
export function formatMs(ms: Maybe): string {
  if (!known(ms)) return UNKNOWN
  if (ms < 10) return `${one.format(ms)} ms`
  if (ms < 1000) return `${whole.format(ms)} ms`
  if (ms < MINUTE_MS) return `${one.format(ms / 1000)} s`
  const minutes = Math.floor(ms / MINUTE_MS)
  const seconds = Math.round((ms % MINUTE_MS) / 1000)
  return seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`
}

/** "$0.0042" under a dollar, "$12.30", and whole dollars from a thousand on. */
export function formatUsd(value: Maybe): string {
  if (!known(value)) return UNKNOWN
  const abs = Math.abs(value)
  if (abs >= 1000) return usdWhole.format(value)
  if (abs > 0 && abs < 0.01) return `$${value.toPrecision(2)}`
  return usd.format(value)
}

/** 0 to 100 in, "74 %" out; "<1 %" and "99.9 %" rather than a rounded 0 or 100. */
export function formatPercent(value: Maybe): string {
  if (!known(value)) return UNKNOWN
  if (value > 0 && value < 1) return '<1 %'
  if (value > 99 && value < 100) return `${Math.floor(value * 10) / 10} %`
  return `${whole.format(value)} %`
}

/** Change against the period before, in percent; null where there is nothing to compare with. */
export function changePercent(now: Maybe, before: Maybe): number | null {
  if (!known(now) || !known(before) || before === 0) return null
  return ((now - before) / before) * 100
}

export function formatMemory(mb: Maybe): string {
  if (!known(mb)) return UNKNOWN
  return mb >= 1024 && mb % 1024 === 0 ? `${mb / 1024} GB` : `${whole.format(mb)} MB`
}

/** "12 s ago", "in 3 h". */
export function formatRelative(atMs: number, nowMs: number): string {
  const text = formatDuration(nowMs - atMs)
  return atMs > nowMs + 999 ? `in ${text}` : `${text} ago`
}

const pad = (value: number) => String(value).padStart(2, '0')

/** "2026-11-20 14:02:31 UTC". */
export function formatUtc(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** "2026-11-20 15:02:31 GMT+1" in the viewer's zone. */
export function formatLocal(atMs: number): string {
  const at = new Date(atMs)
  const zone =
    new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' })
      .formatToParts(at)
      .find((part) => part.type === 'timeZoneName')?.value ?? ''
  const day = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`
  return `${day} ${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())} ${zone}`
}

/** "14:02" today, else "Nov 18 14:02", in the viewer's zone. */
export function formatClock(atMs: number, nowMs: number): string {
  const at = new Date(atMs)
  const clock = `${pad(at.getHours())}:${pad(at.getMinutes())}`
  if (nowMs - atMs < DAY_MS && new Date(nowMs).getDate() === at.getDate()) return clock
  return `${new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric' }).format(at)} ${clock}`
}
