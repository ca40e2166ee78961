import type { CallContext } from '#server/aws/call.ts'
import { listPage, openObject } from '#server/collectors/trail/log-objects.ts'
import { readMetricLine, whyNoStream } from '#server/domain/metrics/stream/read-metric-line.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { bucketAddress, parseBucket } from '#server/domain/trail-sources/source-address.ts'
import { streamKeyAt } from '#server/domain/trail-sources/stream-file-key.ts'
import type { WorkerContext } from '#server/jobs/define-job.ts'
import { jsonLines } from '#server/trail-files/json-lines.ts'
import { STREAM_FILES } from './file-layout.ts'
import type { TrialStep } from './try-source.ts'

const MOST_BYTES = 16 * 1024 ** 2
const LINES_TRIED = 2000

/** Tries a metric stream's bucket: whether it can be listed, and whether its newest file is one that is read. */
export async function* tryMetricFiles(
  { clock }: WorkerContext,
  call: CallContext,
  address: string,
): AsyncGenerator<TrialStep> {
  const at = parseBucket(address)
  if (!at) return
  const { bucket } = at
  const prefix = bucketAddress(at).slice(`s3://${bucket}/`.length)
  const page = await listPage(call, { bucket, prefix, startAfter: streamKeyAt(prefix, clock() - DAY_MS) })
  if (page.state !== 'ok') {
    yield { what: 'List the bucket', state: page.state, text: page.message }
    return
  }
  const files = page.objects.filter(({ key }) => STREAM_FILES.isTimely(prefix, key, clock()))
  const last = files.at(-1)
  yield {
    what: 'List the bucket',
    state: 'ok',
    text: `${files.length} of ${page.objects.length} names of the last day are Firehose’s.`,
  }
  const what = 'Read a file'
  if (!last) {
    yield { what, state: 'unknown', text: 'No file of the last day was found to try it on.' }
    return
  }
  const opened = await openObject(call, bucket, last.key)
  if (opened.state === 'gone' || opened.state === 'archived') {
    yield { what, state: 'unknown', text: `It is not there to be read: ${last.key}` }
  } else if (opened.state !== 'ok') yield { what, state: opened.state, text: opened.message }
  else yield { what, ...(await whatIsIn(opened.body, clock())) }
}

async function whatIsIn(
  body: AsyncIterable<Uint8Array>,
  nowMs: number,
): Promise<Pick<TrialStep, 'state' | 'text'>> {
  let problem: string | undefined
  let found = 0
  let lines = 0
  const say = (_: unknown, detail: string) => {
    problem ??= detail
  }
  for await (const line of jsonLines(body, { say, refuse: whyNoStream, mostBytes: MOST_BYTES })) {
    const read = readMetricLine(line, nowMs)
    if (read.kind === 'metric') found += 1
    if (read.kind === 'reject') problem ??= read.detail
    lines += 1
    if (lines >= LINES_TRIED) break
  }
  if (found > 0) return { state: 'ok', text: `${found} of ${lines} lines are metrics of Lambda.` }
  return { state: 'failed', text: problem ?? 'No line of it is a metric of Lambda.' }
}
