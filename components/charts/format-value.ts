const UNITS: Record<string, string> = {
  Count: '',
  count: '',
  None: '',
  Milliseconds: 'ms',
  Seconds: 's',
  Percent: '%',
  Bytes: 'B',
}

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const three = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 })
const two = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })

/** The short form of a unit: "ms" for Milliseconds, nothing for Count. */
export function unitLabel(unit: string): string {
  return UNITS[unit] ?? unit
}

function usd(value: number): string {
  const abs = Math.abs(value)
  if (abs >= 1000) return `$${whole.format(value)}`
  return abs > 0 && abs < 0.01 ? `$${three.format(value)}` : `$${value.toFixed(2)}`
}

function milliseconds(value: number): string {
  if (Math.abs(value) < 1000) return `${three.format(value)} ms`
  return `${two.format(value / 1000)} s`
}

function bytes(value: number): string {
  if (Math.abs(value) < 1024) return `${whole.format(value)} B`
  if (Math.abs(value) < 1024 ** 2) return `${three.format(value / 1024)} KiB`
  if (Math.abs(value) < 1024 ** 3) return `${three.format(value / 1024 ** 2)} MiB`
  return `${two.format(value / 1024 ** 3)} GiB`
}

/** A value with its unit, exact enough to quote: "812 ms", "12.35 s", "1,234", "$0.42"; "no data" for null. */
export function formatValue(value: number | null | undefined, unit = ''): string {
  if (value === null || value === undefined) return 'no data'
  const short = unitLabel(unit)
  if (short === 'ms') return milliseconds(value)
  if (short === 'USD') return usd(value)
  if (short === 'B') return bytes(value)
  const number = Number.isInteger(value) || Math.abs(value) >= 1000 ? whole.format(value) : two.format(value)
  return short === '' ? number : `${number} ${short}`
}

/** A value for a narrow place: "1.2K", "12.4 s". */
export function formatCompact(value: number | null | undefined, unit = ''): string {
  if (value === null || value === undefined) return 'no data'
  const short = unitLabel(unit)
  if (short === 'ms' || short === 'B' || (short === 'USD' && Math.abs(value) < 1000))
    return formatValue(value, unit)
  const number = Math.abs(value) < 1000 ? formatValue(value) : compact.format(value)
  if (short === 'USD') return `$${number}`
  return short === '' ? number : `${number} ${short}`
}
