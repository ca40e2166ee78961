import type { TriggerUse } from '#server/domain/metrics/concurrency/by-trigger.ts'
import { formatDuration } from '#server/domain/time.ts'
import type { PlaceConcurrency } from '#server/services/concurrency/schema.ts'

const count = (value: number) => Math.round(value).toLocaleString('en-GB')

type ToLimit = PlaceConcurrency['toLimit']['account']

/** "At the present slope, 4.2 a minute, the limit is reached in 34 min", or openly that it does not rise. */
export function toLimitWords(told: ToLimit, what: string): string {
  switch (told.state) {
    case 'rising':
      return `rising by ${told.perMinute.toFixed(told.perMinute < 10 ? 1 : 0)} a minute: ${what} is reached in ${formatDuration(told.inMs)}`
    case 'at the limit':
      return `${what} is reached`
    case 'not rising':
      return 'not rising in the last quarter of an hour'
    case 'unknown':
      return `not known: ${told.reason}`
  }
}

/** "orders-api +312 of 380 · mail +65". */
export function spikeWords({ parts, rise }: NonNullable<PlaceConcurrency['spike']>, most = 3): string {
  const [first, ...rest] = parts.slice(0, most)
  if (!first) return 'no function is known to have risen then'
  return [
    `${first.name} +${count(first.rise)} of ${count(rise)}`,
    ...rest.map((part) => `${part.name} +${count(part.rise)}`),
  ].join(' · ')
}

export const WAY_WORDS: Record<TriggerUse['invocation'], string> = {
  synchronous: 'somebody waits for the answer',
  asynchronous: 'events that Lambda queues',
  stream: 'streams',
  queue: 'queues',
  several: 'several ways, not told apart',
  unknown: 'no way in was seen',
}

/** Of the highest values of functions that together are more than the account ever had at once. */
export function sumNote({ sumAtPeak, peak }: Pick<PlaceConcurrency, 'sumAtPeak' | 'peak'>): string {
  const sum = `The highest of each function come to ${count(sumAtPeak)}`
  const why = 'functions are not all at their highest in the same minute, so they need not add up'
  return peak === null ? `${sum}; ${why}.` : `${sum} against ${count(peak)} of the account; ${why}.`
}
