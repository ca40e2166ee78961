import {
  countFailures,
  type FailedInvocation,
  failedInvocations,
  type LogEvent,
} from '#server/domain/logs/sample-failures.ts'
import { findSecrets, withoutSecrets } from '#server/domain/secrets/find-secrets.ts'
import { maskKeys } from '#server/domain/secrets/mask-keys.ts'
import type { LogSample } from './schema.ts'

const MOST_CHARS = 2000
const MOST_LINES = 60
const SHOWN = 12

type Batch = { requestId: string | null; events: readonly LogEvent[] }

export type Sampled = Pick<LogSample, 'sampled' | 'counts' | 'invocations' | 'bytes' | 'masked'>

/** A line fit to be shown: what a detector takes for a secret is replaced by its name, before anything is cut away. */
function shownLine({ atMs, message }: LogEvent): {
  line: Sampled['invocations'][number]['lines'][number]
  masked: number
} {
  const whole = message.trimEnd()
  // A secret that stands across the cut would be half there: what is masked is more than what is shown.
  const read = whole.slice(0, MOST_CHARS * 2)
  const masked = findSecrets('log line', read).length
  const text = (masked > 0 ? withoutSecrets('log line', read) : read).slice(0, MOST_CHARS)
  return {
    line: {
      at: new Date(atMs).toISOString(),
      text,
      isCut: text.length < whole.length && whole.length > MOST_CHARS,
    },
    masked,
  }
}

/** The same lines without private keys, of which each line may be an event. */
function withoutKeys(events: readonly LogEvent[]): { events: LogEvent[]; masked: number } {
  const streams = [...Map.groupBy(events, ({ stream }) => stream).values()]
  const without = new Map<LogEvent, LogEvent>()
  let masked = 0
  for (const own of streams) {
    const keys = maskKeys(own.map(({ message }) => message))
    masked += keys.masked
    for (const [i, event] of own.entries()) without.set(event, { ...event, message: keys.texts[i] ?? '' })
  }
  return { events: events.map((event) => without.get(event) ?? event), masked }
}

/** The failing invocations of a sample with their lines, the latest first, those whose lines were all read before the rest. */
export function shapeSample(batches: readonly Batch[]): Sampled {
  const [failures, ...requests] = batches
  const failed = failedInvocations([...(failures?.events ?? []), ...requests.flatMap(({ events }) => events)])
  const wholeOf = new Map(requests.map(({ requestId, events }) => [requestId, events]))
  let masked = 0
  const linesOf = ({ requestId, stream, atMs }: FailedInvocation): readonly LogEvent[] =>
    (requestId === null ? undefined : wholeOf.get(requestId)) ??
    (failures?.events ?? []).filter(
      (event) =>
        event.stream === stream &&
        (event.atMs === atMs || (requestId !== null && event.message.includes(requestId))),
    )
  const isWhole = ({ requestId }: FailedInvocation) => requestId !== null && wholeOf.has(requestId)
  const invocations = failed
    .toReversed()
    .sort((a, b) => Number(isWhole(b)) - Number(isWhole(a)))
    .slice(0, SHOWN)
    .map((one) => {
      const { events, masked: keys } = withoutKeys(linesOf(one).slice(0, MOST_LINES))
      const shown = events.map(shownLine)
      masked += keys
      for (const line of shown) masked += line.masked
      const { atMs, stream: _, ...rest } = one
      return {
        ...rest,
        at: new Date(atMs).toISOString(),
        lines: shown.map(({ line }) => line),
        isWhole: isWhole(one),
      }
    })
  const bytes = batches
    .flatMap(({ events }) => events)
    .reduce((sum, { message }) => sum + Buffer.byteLength(message), 0)
  return { sampled: failed.length, counts: countFailures(failed), invocations, bytes, masked }
}
