import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { z } from 'zod'
import { ANOMALY_FORMATS, type RowCounts, ScoredLines } from '#server/anomalies/scored-lines.ts'
import { textLines } from '#server/anomalies/text-lines.ts'
import { EXIT } from '#server/audit/exit-code.ts'
import { visibleText } from '#server/domain/text.ts'
import { AppError, SettingError } from '#server/errors.ts'

export type AnomalyStreams = { out: Writable; err: Writable; input: AsyncIterable<Uint8Array | string> }
const STANDARD: AnomalyStreams = { out: process.stdout, err: process.stderr, input: process.stdin }
/** Of rows that cannot be read, the first are told of one by one. */
const MOST_TOLD = 20

const anomalyOptions = z.object({
  format: z.enum(ANOMALY_FORMATS, `--format takes ${ANOMALY_FORMATS.join(', ')}.`).default('csv'),
  allowPartial: z.boolean().default(false),
})

/**
 * `sightline anomalies`: the points of one series with their scores, a row for a row. Returns the exit code: 2 where
 * nothing could be read, 3 where a row could not.
 */
export async function anomalies(
  path: string,
  given: unknown,
  { out, err, input }: AnomalyStreams = STANDARD,
): Promise<number> {
  try {
    const options = anomalyOptions.safeParse(given)
    if (!options.success)
      throw new SettingError(options.error.issues[0]?.message ?? 'The options cannot be read.')
    const source = path === '-' ? input : await contentsOf(path)
    const counts = await run(source, options.data.format, out, err)
    for (const line of summary(counts)) err.write(`${line}\n`)
    if (counts.rows === counts.unreadable) return EXIT.nothingRead
    return counts.unreadable > 0 && !options.data.allowPartial ? EXIT.partlyRead : EXIT.clean
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    err.write(`${error.message}\n`)
    return EXIT.nothingRead
  }
}

/** Opens it first, so that a name that is wrong is said before anything is written. @throws SettingError */
async function contentsOf(path: string): Promise<AsyncIterable<Uint8Array>> {
  try {
    const file = await open(path)
    if ((await file.stat()).isDirectory()) throw new Error('it is a folder')
    return createReadStream(path, { fd: file })
  } catch (error) {
    throw new SettingError(visibleText(`${path} cannot be read: ${(error as Error).message}`), error)
  }
}

async function run(
  source: AsyncIterable<Uint8Array | string>,
  format: (typeof ANOMALY_FORMATS)[number],
  out: Writable,
  err: Writable,
): Promise<RowCounts> {
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  // Whoever reads may have had enough, as `head` has.
  out.once('error', stop)
  const write = async (text: string) => {
    if (text !== '' && !out.destroyed && !out.write(text)) {
      await once(out, 'drain', { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const lines = new ScoredLines(format, (line, problem) => {
    if (lines.counts.unreadable <= MOST_TOLD) err.write(`Line ${line} is not scored: ${problem}.\n`)
  })
  try {
    await write(lines.head)
    for await (const some of textLines(source)) {
      let text = ''
      for (const line of some) text += lines.take(line)
      await write(text)
      if (stopping.signal.aborted) break
    }
    await write(lines.foot)
    return lines.counts
  } finally {
    out.removeListener('error', stop)
  }
}

function summary({ rows, scored, anomalies: found, missing, notNewer, unreadable }: RowCounts): string[] {
  const said = (count: number) => count.toLocaleString('en')
  const lines = [`${said(scored)} of ${said(rows)} rows scored, ${said(found)} anomalies.`]
  if (missing > 0) lines.push(`${said(missing)} rows have no value.`)
  if (notNewer > 0) lines.push(`${said(notNewer)} rows are not newer than a row before them.`)
  if (unreadable > 0) lines.push(`${said(unreadable)} rows could not be read.`)
  return lines
}
