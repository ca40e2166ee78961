import { formatMs, formatUsd, formatCompact as shortCount } from '#components/ui/format.ts'

const UNITS: Record<string, string> = {
  Count: '',
  count: '',
  None: '',
  Milliseconds: 'ms',
  Seconds: 's',
  Percent: '%',
  Bytes: 'B',
}

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })
const three = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 })
const two = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 })

/** The short form of a unit: "ms" for Milliseconds, nothing for Count. */
export function unitLabel(unit: string): string {
  return UNITS[unit] ?? unit
}

function bytes(value: number): string {
  if (Math.abs(value) < 1024) return `${whole.format(value)} B`
  if (Math.abs(value) < 1024 ** 2) return `${three.format(value / 1024)} KiB`
  if (Math.abs(value) < 1024 ** 3) return `${three.format(value / 1024 ** 2)} MiB`
  return `${two.format(value / 1024 ** 3)} GiB`
}

function withUnit(value: number, unit: string, number: (value: number) => string): string {
  const short = unitLabel(unit)
  if (short === 'ms') return value === 0 ? '0 ms' : formatMs(value)
  if (short === 'USD') return value === 0 ? '$0' : formatUsd(value)
  if (short === 'B') return bytes(value)
  return short === '' ? number(value) : `${number(value)} ${short}`
}

/** A value with its unit, exact enough to quote: "812 ms", "12.3 s", "1,234", "$0.42"; "no data" for null. */
export function formatValue(value: number | null | undefined, unit = ''): string {
  if (value === null || value === undefined) return 'no data'
  return withUnit(value, unit, (n) => (Math.abs(n) >= 1000 ? whole : two).format(n))
}

/** A range that is an estimate: "820 to 1,280". */
export function formatRange(lower: number, upper: number, unit = ''): string {
  const rough = (value: number) => formatValue(Number(value.toPrecision(3)), unit)
  return `${rough(lower)} to ${rough(upper)}`
}

/** What an axis has room for; a longer unit ("invocations") stands in the legend alone. */
const AXIS_UNIT_LENGTH = 3

/** A value for an axis: "12.3 k", "12.4 s". */
export function formatTick(value: number, unit = ''): string {
  const shown = unitLabel(unit).length <= AXIS_UNIT_LENGTH ? unit : ''
  return withUnit(value, shown, (n) => (Math.abs(n) < 10 ? two.format(n) : shortCount(n)))
}
