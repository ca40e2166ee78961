import { type FunctionSpec, minuteMs } from '#demo/estate/model.ts'
import { mix, unit } from '#demo/estate/prng.ts'

/** What one function did in one minute. Durations in ms; concurrency is the highest of the minute. */
export type MinuteLoad = {
  invocations: number
  errors: number
  throttles: number
  durationAvg: number
  durationMin: number
  durationMax: number
  concurrency: number
  asyncReceived: number
  asyncAge: number
  asyncDropped: number
  deadLetterErrors: number
  iteratorAge: number
  recursiveDropped: number
}

export function emptyLoad(): MinuteLoad {
  return {
    invocations: 0,
    errors: 0,
    throttles: 0,
    durationAvg: 0,
    durationMin: 0,
    durationMax: 0,
    concurrency: 0,
    asyncReceived: 0,
    asyncAge: 0,
    asyncDropped: 0,
    deadLetterErrors: 0,
    iteratorAge: 0,
    recursiveDropped: 0,
  }
}

const dayCurve = Float64Array.from(
  { length: 1440 },
  (_, m) => (0.5 + 0.5 * Math.cos((2 * Math.PI * m) / 1440)) ** 1.3,
)

/** Share of the peak rate at a minute, from the hour of the day and the day of the week. */
export function rhythm(fn: FunctionSpec, minute: number): number {
  const { peakMinute, nightShare, weekendShare } = fn.traffic
  const curve = dayCurve[(((minute - peakMinute) % 1440) + 1440) % 1440] ?? 1
  const weekday = (Math.floor(minute / 1440) + 4) % 7
  const week = weekday === 0 || weekday === 6 ? weekendShare : 1
  return (nightShare + (1 - nightShare) * curve) * week
}

function invocationsAt(fn: FunctionSpec, minute: number, hash: number): number {
  const { kind, perMinute, everyMinutes } = fn.traffic
  if (kind === 'idle') return 0
  if (kind === 'cron') return (minute + (fn.key % 1440)) % everyMinutes === 0 ? 1 : 0
  const expected = perMinute * rhythm(fn, minute)
  const chance = unit(hash)
  if (kind === 'sparse' || expected < 1) return chance < expected ? 1 : 0
  const slow = unit(mix(fn.key, Math.floor(minute / 17))) - 0.5
  const bell = (chance + unit(mix(hash, 11)) + unit(mix(hash, 12)) - 1.5) * 1.7
  return Math.max(0, Math.round(expected * (1 + 0.18 * slow) + Math.sqrt(expected) * bell))
}

/** Fills `out` with the load of a minute (counted from the epoch) before any incident. */
export function baseLoad(fn: FunctionSpec, minute: number, out: MinuteLoad): void {
  const hash = mix(fn.key, minute)
  const { traffic } = fn
  const invocations = invocationsAt(fn, minute, hash)
  out.invocations = invocations
  out.throttles = 0
  out.asyncDropped = 0
  out.deadLetterErrors = 0
  out.recursiveDropped = 0
  if (invocations === 0) {
    out.errors = out.durationAvg = out.durationMin = out.durationMax = 0
    out.concurrency = out.asyncReceived = out.asyncAge = out.iteratorAge = 0
    return
  }
  const badHour = mix(fn.key, Math.floor(minute / 60)) % 89 === 0 ? 6 : 1
  const expectedErrors = Math.min(invocations, invocations * traffic.errorRate * badHour)
  const whole = Math.floor(expectedErrors)
  out.errors = whole + (unit(mix(hash, 3)) < expectedErrors - whole ? 1 : 0)
  const average = traffic.durationMs * (0.92 + 0.16 * unit(mix(hash, 4)))
  setDuration(fn, out, average, average * (1.2 + Math.log1p(invocations) * (0.35 + 0.3 * unit(mix(hash, 5)))))
  out.asyncReceived = traffic.asynchronous ? invocations : 0
  out.asyncAge = traffic.asynchronous ? 15 + 90 * unit(mix(hash, 6)) : 0
  out.iteratorAge = traffic.stream ? 300 + 2500 * unit(mix(hash, 7)) : 0
  if (traffic.asynchronous && out.errors > 0) {
    if (fn.deadLetterArn !== undefined && fn.key % 11 === 0) out.deadLetterErrors = 1
    if (fn.deadLetterArn === undefined && fn.key % 5 === 0) out.asyncDropped = 1
  }
}

/** Sets the duration figures and the concurrency that follows from rate and duration (Little's law, with a peak of 15 %). */
export function setDuration(fn: FunctionSpec, out: MinuteLoad, averageMs: number, maximumMs: number): void {
  const ceiling = fn.timeoutSeconds * 1000
  out.durationAvg = Math.min(averageMs, ceiling)
  if (out.invocations === 1) out.durationMin = out.durationMax = out.durationAvg
  else {
    out.durationMin = out.durationAvg * 0.35
    out.durationMax = Math.min(maximumMs, ceiling * 0.9)
  }
  out.concurrency = (out.invocations * out.durationAvg * 1.15) / minuteMs
  if (fn.reserved !== undefined) out.concurrency = Math.min(out.concurrency, fn.reserved)
}
