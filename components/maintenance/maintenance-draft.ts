import {
  type CreateMaintenanceInput,
  createMaintenanceInput,
  type MaintenanceRow,
} from '#server/services/maintenance-windows/schema.ts'

/** A maintenance window as it is typed. */
export type MaintenanceDraft = {
  account: string
  region: string
  functionName: string
  kind: 'once' | 'weekly'
  /** Local time of whoever types it, as the browser gives it: "2026-11-20T14:00". */
  from: string
  to: string
  days: number[]
  startTime: string
  hours: string
  timeZone: string
  reason: string
}

const pad = (value: number) => String(value).padStart(2, '0')

/** A moment as a browser's field for date and time takes it, in the local time of the machine. */
export function localInput(date: Date): string {
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}T${pad(date.getHours())}:${pad(date.getMinutes())}`
}

export function emptyDraft(nowMs: number, timeZone: string): MaintenanceDraft {
  const from = new Date(Math.ceil(nowMs / 300_000) * 300_000)
  return {
    account: '',
    region: '',
    functionName: '',
    kind: 'once',
    from: localInput(from),
    to: localInput(new Date(from.getTime() + 3_600_000)),
    days: [],
    startTime: '02:00',
    hours: '2',
    timeZone,
    reason: '',
  }
}

const given = (text: string) => (text.trim() === '' ? null : text.trim())
const isoOf = (local: string) => {
  const ms = new Date(local).getTime()
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString()
}

function timesOf(draft: MaintenanceDraft) {
  if (draft.kind === 'once') return { kind: draft.kind, startsAt: isoOf(draft.from), endsAt: isoOf(draft.to) }
  const [hour, minute] = draft.startTime.split(':').map(Number)
  return {
    kind: draft.kind,
    days: draft.days,
    startMinute: (hour ?? Number.NaN) * 60 + (minute ?? Number.NaN),
    durationMinutes: Math.round(Number(draft.hours) * 60),
    timeZone: draft.timeZone,
  }
}

type Read = { input: CreateMaintenanceInput; problem: null } | { input: null; problem: string }

/** What was typed as a request, or what is wrong with it in words. */
export function readDraft(draft: MaintenanceDraft): Read {
  const selector = {
    accountId: given(draft.account),
    region: given(draft.region),
    functionName: given(draft.functionName),
  }
  const parsed = createMaintenanceInput.safeParse({ selector, times: timesOf(draft), reason: draft.reason })
  if (!parsed.success) return { input: null, problem: parsed.error.issues[0]?.message ?? 'Incomplete.' }
  return { input: parsed.data, problem: null }
}

export const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const

/** What a window covers, in words. */
export function coversWords({ accountId, region, functionName }: MaintenanceRow['selector']): string {
  const what = functionName ?? 'every function and the account as a whole'
  return [what, region && `in ${region}`, accountId && `of account ${accountId}`].filter(Boolean).join(' ')
}

/** "every Sat, Sun from 02:00 for 2 h, Europe/Berlin". */
export function weeklyWords(
  row: Pick<MaintenanceRow, 'days' | 'startMinute' | 'durationMinutes' | 'timeZone'>,
): string {
  const start = row.startMinute ?? 0
  const minutes = row.durationMinutes ?? 0
  const length = minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`
  const days = row.days.map((day) => DAYS[day]).join(', ')
  return `every ${days} from ${pad(Math.floor(start / 60))}:${pad(start % 60)} for ${length}, ${row.timeZone}`
}
