import { FAILURE_WORDS, type FailureKind } from '#server/domain/logs/failure.ts'
import type { LogSample } from '#server/services/log-samples/schema.ts'

const KINDS = Object.keys(FAILURE_WORDS) as FailureKind[]

/** "Of 40 failing invocations in the log 31 were out of memory and 9 timeouts": a sample, said to be one. */
export function sampleWords({ sampled, counts, searchedUntil, errors }: LogSample): string {
  if (sampled === 0) {
    const seen = errors ? `, though CloudWatch counts ${errors.toLocaleString('en-GB')} errors here` : ''
    return `No line of this time shows a failing invocation${seen}.`
  }
  const parts = KINDS.filter((kind) => counts[kind] > 0).map(
    (kind) => `${counts[kind].toLocaleString('en-GB')} ${FAILURE_WORDS[kind]}`,
  )
  const last = parts.pop()
  const kinds = parts.length > 0 ? `${parts.join(', ')} and ${last}` : last
  const of =
    sampled === 1 ? 'The one failing invocation' : `${sampled.toLocaleString('en-GB')} failing invocations`
  const sample = searchedUntil === null ? '' : ', a sample: reading stopped at its limit'
  return `${of} in the log: ${kinds}${sample}.`
}

const kilobytes = (bytes: number) => `${Math.max(1, Math.round(bytes / 1024)).toLocaleString('en-GB')} kB`

/** What the reading took: AWS says how much it returns, and not how much it searches. */
export function costWords({ bytes, calls, masked, costUsd }: LogSample): string {
  const price = costUsd === 0 ? 'AWS charges nothing for them' : `they cost $${costUsd.toFixed(4)}`
  const secrets =
    masked === 0 ? 'no secret was seen' : `${masked} ${masked === 1 ? 'secret was' : 'secrets were'} masked`
  return `${kilobytes(bytes)} returned by ${calls} ${calls === 1 ? 'call' : 'calls'}; ${price}. AWS does not say how much it searched. Nothing is stored; ${secrets}.`
}
