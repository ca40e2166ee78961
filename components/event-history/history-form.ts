import { DAY_MS } from '#server/domain/time.ts'
import type { HistoryFilter } from '#server/domain/trail-sources/history-filter.ts'

/** What is looked for, as it is typed; times are without zone, in UTC. */
export type HistoryForm = Record<
  'from' | 'to' | 'account' | 'region' | 'service' | 'name' | 'actor' | 'function' | 'address',
  string
>

/** As an input of type datetime-local has it, in UTC. */
export const typedTime = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 16)

/** The week before the last. */
export function newHistoryForm(nowMs: number): HistoryForm {
  return {
    from: typedTime(nowMs - 14 * DAY_MS),
    to: typedTime(nowMs - 7 * DAY_MS),
    account: '',
    region: '',
    service: '',
    name: '',
    actor: '',
    function: '',
    address: '',
  }
}

/** The form as the API takes it; undefined while its times are none. */
export function filterOf(form: HistoryForm): HistoryFilter | undefined {
  const times = [form.from, form.to].map((text) => Date.parse(`${text}Z`))
  if (times.some(Number.isNaN)) return undefined
  const [from = '', to = ''] = times.map((timeMs) => new Date(timeMs).toISOString())
  const service = form.service.trim()
  const texts = {
    account: form.account.trim(),
    region: form.region.trim(),
    source: service === '' || service.includes('.') ? service : `${service}.amazonaws.com`,
    name: form.name.trim(),
    actor: form.actor.trim(),
    function: form.function.trim(),
    address: form.address.trim(),
  }
  const given = Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''))
  return { from, to, ...given }
}

/** How much may be read, in bytes. */
export const BUDGETS = [100e6, 1e9, 10e9, 100e9, 1e12]

/** 1200000 → "1.2 MB", in the powers of ten that AWS counts with. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return '–'
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const value = bytes / 1000 ** step
  return `${value < 10 && step > 0 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)} ${units[step]}`
}
