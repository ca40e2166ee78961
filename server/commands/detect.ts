import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { z } from 'zod'
import { EXIT } from '#server/audit/exit-code.ts'
import { type DetectResult, detectFiles } from '#server/detect/detect-files.ts'
import { DETECT_FORMATS, detectionLines } from '#server/detect/detection-lines.ts'
import { countFound, doubtLines, type Found, foundLine, nothingFound } from '#server/detect/summary-lines.ts'
import type { Detection } from '#server/detections/define-detection.ts'
import type { Hit } from '#server/detections/engine/hit.ts'
import { SEVERITIES, type Severity, severityRank } from '#server/domain/severity.ts'
import { visibleText } from '#server/domain/text.ts'
import { readEnv } from '#server/env.ts'
import { AppError, SettingError } from '#server/errors.ts'
import { loadDetections } from '#server/sigma/load-detections.ts'
import { readLines } from '#server/trail-files/read-summary.ts'
import { FileProgress } from './file-progress.ts'
import { findLogs } from './find-logs.ts'

type Terminal = Writable & { isTTY?: boolean; columns?: number }
export type DetectStreams = { out: Terminal; err: Terminal; input?: AsyncIterable<Uint8Array | string> }
const STANDARD: DetectStreams = { out: process.stdout, err: process.stderr }

const oneOf = <const T extends readonly [string, ...string[]]>(name: string, values: T) =>
  z.enum(values, `--${name} takes ${values.join(', ')}.`)

const detectOptions = z.object({
  format: oneOf('format', DETECT_FORMATS).default('table'),
  severity: oneOf('severity', SEVERITIES).default('info'),
  failOn: oneOf('fail-on', [...SEVERITIES, 'never']).default('high'),
  detections: z
    .string()
    .optional()
    .transform((text) => text?.split(',').map((id) => id.trim())),
  account: z
    .string()
    .regex(/^\d{12}$/, '--account takes an id of twelve digits.')
    .optional(),
  sigma: z.string().min(1).optional(),
  allowPartial: z.boolean().default(false),
})
type DetectOptions = z.output<typeof detectOptions>

function parseOptions(given: unknown): DetectOptions {
  const parsed = detectOptions.safeParse(given)
  if (parsed.success) return parsed.data
  throw new SettingError(parsed.error.issues[0]?.message ?? 'The options cannot be read.')
}

function chosen(all: readonly Detection[], ids: readonly string[] | undefined): readonly Detection[] {
  if (!ids) return all
  const known = new Map(all.map((detection) => [detection.id, detection]))
  return ids.map((id) => {
    const detection = known.get(id)
    if (!detection) throw new SettingError(`There is no detection ${id}.`)
    // Whoever names it wants it, though it be off by default.
    return { ...detection, off: undefined }
  })
}

/**
 * `sightline detect`: what CloudTrail's files show, a line each on standard output, and what was read on standard error.
 * Returns the exit code: 1 where something is as severe as `--fail-on`, 2 where nothing could be read, 3 where not all could.
 */
export async function detect(
  paths: readonly string[],
  given: unknown,
  streams: DetectStreams = STANDARD,
): Promise<number> {
  try {
    const options = parseOptions(given)
    const env = readEnv()
    const folder = options.sigma ?? env.SIGHTLINE_SIGMA_DIR
    const { detections, sigma } = await loadDetections({ SIGHTLINE_SIGMA_DIR: folder })
    const problems = sigma?.problems ?? []
    for (const { file, line, text } of problems)
      streams.err.write(
        `Sigma rules: ${visibleText(`${line === null ? file : `${file}:${line}`}: ${text}`)}\n`,
      )
    const code = await run(paths, options, chosen(detections, options.detections), streams)
    return code === EXIT.clean && problems.length > 0 && !options.allowPartial ? EXIT.partlyRead : code
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    streams.err.write(`${error.message}\n`)
    return EXIT.nothingRead
  }
}

async function run(
  paths: readonly string[],
  options: DetectOptions,
  detections: readonly Detection[],
  { out, err, input }: DetectStreams,
): Promise<number> {
  const startedMs = performance.now()
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.once('SIGINT', stop)
  // Whoever reads may have had enough, as `head` has.
  out.once('error', stop)
  const write = async (text: string) => {
    if (text !== '' && !out.destroyed && !out.write(text)) {
      await once(out, 'drain', { signal: stopping.signal }).catch(() => undefined)
    }
  }
  try {
    const found = nothingFound()
    const files = await findLogs(paths)
    const progress = new FileProgress(err, files.files)
    const report = reporter(options, detections, out, found)
    const result = await detectFiles(files, {
      detections,
      signal: stopping.signal,
      ...(input ? { input } : {}),
      ...(options.account ? { accountId: options.account } : {}),
      found: async (incidents) => {
        if (incidents.length > 0) progress.clear()
        for (const hit of incidents) await write(report(hit))
      },
      progress: (read) => progress.show(read, `${found.total} detections`),
    })
    progress.clear()
    const cost = {
      durationMs: performance.now() - startedMs,
      peakMemoryMb: process.resourceUsage().maxRSS / 1024,
    }
    const isStopped = stopping.signal.aborted
    const lines = [...readLines(result.read, cost), ...doubtLines(result), foundLine(found)]
    if (isStopped) lines.push('Stopped before everything was read.')
    for (const line of lines) err.write(`${line}\n`)
    return exitCode(result, found, options, isStopped)
  } finally {
    process.removeListener('SIGINT', stop)
    out.removeListener('error', stop)
  }
}

/** Counts what was found, and gives what is written of it. */
function reporter(
  { format, severity }: DetectOptions,
  detections: readonly Detection[],
  out: Terminal,
  found: Found,
): (hit: Hit) => string {
  const byId = new Map(detections.map((detection) => [detection.id, detection]))
  const { head, line } = detectionLines(format, {
    techniquesOf: (id) => byId.get(id)?.techniques ?? [],
    ...(out.isTTY
      ? { terminal: { columns: out.columns ?? 120, colour: process.env.NO_COLOR === undefined } }
      : {}),
  })
  let before = head
  return (hit) => {
    countFound(found, hit)
    if (severityRank(hit.severity) > severityRank(severity)) return ''
    const text = before + line(hit)
    before = ''
    return text
  }
}

/** What was found goes before what could not be read: who looks into an incident wants to see it. */
function exitCode(
  { read, failures }: DetectResult,
  { bySeverity }: Found,
  { failOn, allowPartial }: DetectOptions,
  isStopped: boolean,
): number {
  if (read.records === 0 && read.rejected > 0) return EXIT.nothingRead
  const isSevere = (one: Severity) => failOn !== 'never' && severityRank(one) <= severityRank(failOn)
  if (SEVERITIES.some((one) => isSevere(one) && bySeverity[one] > 0)) return EXIT.findings
  const isPartly = isStopped || read.rejected > 0 || failures.size > 0
  return isPartly && !allowPartial ? EXIT.partlyRead : EXIT.clean
}
