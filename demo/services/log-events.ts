import { minuteMs } from '#demo/estate/model.ts'
import { hexFrom } from '#demo/estate/prng.ts'
import { linesOfMinute } from '#demo/life/log-lines.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { boundedInt, type Call, partitionOf } from './call.ts'
import { matchOf } from './log-filter.ts'

const bad = () =>
  new AwsError('InvalidParameterException', 400, 'The specified nextToken or limit is invalid.')
const missing = () =>
  new AwsError('ResourceNotFoundException', 400, 'The specified log group does not exist.')

/** A page is given back after so many minutes of lines were searched, full or not, as AWS does. */
const minutesAPage = 240
const mostBytes = 1_048_576
/** CloudWatch Logs has lines some seconds after they were written. */
const delayMs = 5000

/** FilterLogEvents over the lines that functions write; what is older than the demo's past is not there. */
export function filterLogEvents(call: Call): unknown {
  const { logGroupName, logStreamNames, startTime, endTime, filterPattern, nextToken, limit } = call.input
  const name = String(logGroupName ?? '')
  const fn = partitionOf(call).functions.find((one) => `/aws/lambda/${one.name}` === name)
  if (!fn || fn.traffic.kind === 'idle') throw missing()
  const most = boundedInt(limit, 10_000, 1, 10_000, bad)
  const nowMs = call.world.now()
  const fromMs = Math.max(Number(startTime ?? 0), fn.createdMs, nowMs - 30 * 1440 * minuteMs)
  const toMs = Math.min(Number(endTime ?? nowMs), nowMs - delayMs)
  const matches = matchOf(String(filterPattern ?? ''))
  const [fromMinute, skip] = nextToken === undefined ? [Math.floor(fromMs / minuteMs), 0] : placeOf(nextToken)
  const events: object[] = []
  let bytes = 0
  const end = (token?: string) => ({ events, searchedLogStreams: [], nextToken: token })
  for (let minute = fromMinute; minute * minuteMs <= toMs; minute++) {
    if (minute - fromMinute >= minutesAPage) return end(tokenOf(minute, 0))
    const lines = linesOfMinute(fn, minute, call.world.metrics.loadAt(fn, minute))
    for (const [index, { timeMs, stream, message }] of lines.entries()) {
      if (minute === fromMinute && index < skip) continue
      if (timeMs < fromMs || timeMs > toMs || !matches(message)) continue
      if (Array.isArray(logStreamNames) && !logStreamNames.includes(stream)) continue
      if (events.length >= most || bytes + message.length > mostBytes) return end(tokenOf(minute, index))
      bytes += message.length
      const eventId = hexFrom(56, fn.arn, minute, index)
      events.push({ logStreamName: stream, timestamp: timeMs, message, ingestionTime: timeMs + 800, eventId })
    }
  }
  return end()
}

const tokenOf = (minute: number, index: number) => Buffer.from(`${minute}:${index}`).toString('base64url')

function placeOf(token: unknown): [number, number] {
  const match = /^(\d{1,9}):(\d{1,6})$/.exec(Buffer.from(String(token), 'base64url').toString())
  if (!match) throw bad()
  return [Number(match[1]), Number(match[2])]
}
