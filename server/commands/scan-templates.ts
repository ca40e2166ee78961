import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { z } from 'zod'
import { auditConfig, readAuditConfig } from '#server/audit/audit-config.ts'
import { parseAuditOptions } from '#server/audit/audit-options.ts'
import { chosenChecks } from '#server/audit/chosen-checks.ts'
import { EXIT, exitCodeOf } from '#server/audit/exit-code.ts'
import { visibleText } from '#server/domain/text.ts'
import { AppError, SettingError } from '#server/errors.ts'
import { statusesOf, WRITERS } from '#server/posture-report/formats.ts'
import type { PostureFinding } from '#server/posture-report/posture-finding.ts'
import { count, noCounts } from '#server/posture-report/report.ts'
import { scanFiles } from '#server/scan/scan-files.ts'
import type { ScanResult } from '#server/scan/scan-result.ts'

type Terminal = Writable & { isTTY?: boolean; columns?: number }
type Streams = { out: Terminal; err: Writable }
const STANDARD: Streams = { out: process.stdout, err: process.stderr }

const MOST_TYPES = 8
const NOT_TOLD = 'Templates do not tell it; --status fail,unknown says why.'

/** Options of its own; the rest are those of `sightline audit`. */
const own = z.object({ parameter: z.array(z.string()).default([]) })

function readParameters(given: unknown): Map<string, string> {
  return new Map(
    own.parse(given).parameter.map((text) => {
      const at = text.indexOf('=')
      if (at <= 0) throw new SettingError('--parameter takes Name=value, as in --parameter Stage=prod.')
      return [text.slice(0, at), text.slice(at + 1)]
    }),
  )
}

async function readConfig(file: string | undefined) {
  if (file === undefined) return auditConfig.parse({})
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new SettingError(`${file} cannot be read.`, error)
  })
  const { config, problems } = readAuditConfig(text, file)
  if (problems.length > 0) throw new SettingError(problems.join('\n'))
  return config
}

const UNKNOWN: PostureFinding = {
  checkId: 'unknown',
  title: 'Unknown',
  group: 'governance',
  status: 'unknown',
  severity: 'info',
  resourceArn: '',
  resourceName: '',
  resourceKind: 'function',
  accountId: '',
  region: '',
  functionArns: [],
  summary: NOT_TOLD,
  evidence: [],
  remediation: null,
}

/** What is unknown, and nobody asked for, is told in one line of a table. */
function* withUnknown(findings: readonly PostureFinding[], times: number): Iterable<PostureFinding> {
  yield* findings
  for (let index = 0; index < times; index += 1) yield UNKNOWN
}

function say({ problems, counts }: ScanResult, err: Writable): void {
  for (const { file, line, column, level, text } of problems)
    err.write(`${visibleText(file)}:${line}:${column}: ${level}: ${visibleText(text)}\n`)
  const { cloudformation, terraform, serverless } = counts.files
  const files = [
    [cloudformation, 'SAM or CloudFormation'],
    [terraform, 'Terraform'],
    [serverless, 'serverless.yml'],
  ].flatMap(([number, what]) => (number === 0 ? [] : [`${number} ${what}`]))
  const skipped = counts.skipped > 0 ? `; ${counts.skipped} files are no templates` : ''
  err.write(
    `Scanned ${files.join(', ') || 'nothing'}: ${counts.resources} resources, ${counts.functions} functions${skipped}.\n`,
  )
  const others = Object.entries(counts.otherTypes).sort(([, a], [, b]) => b - a)
  if (others.length === 0) return
  const named = others.slice(0, MOST_TYPES).map(([type, number]) => `${visibleText(type)} (${number})`)
  const more = others.length > MOST_TYPES ? ` and ${others.length - MOST_TYPES} more types` : ''
  err.write(`No check is about ${named.join(', ')}${more}.\n`)
}

/**
 * `sightline scan`: the report on standard output, what is wrong with the files on standard error. Returns the exit
 * code: 1 where something is as severe as `--fail-on`, 2 where nothing could be read, 3 where not everything could.
 */
export async function scanTemplates(
  paths: readonly string[],
  given: unknown,
  version: string,
  streams: Streams = STANDARD,
): Promise<number> {
  try {
    return await scan(paths, given, version, streams)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    streams.err.write(`${error.message}\n`)
    return EXIT.nothingRead
  }
}

async function scan(
  paths: readonly string[],
  given: unknown,
  version: string,
  { out, err }: Streams,
): Promise<number> {
  const options = parseAuditOptions(given)
  const config = await readConfig(options.config)
  const checks = chosenChecks(config, options.checks)
  const now = Date.now()
  const isCounted = options.format === 'table' && options.status === undefined
  const wanted = new Set(options.status ?? statusesOf(options.format))
  if (options.status === undefined) wanted.delete('unknown')
  const result = await scanFiles(paths, {
    parameters: readParameters(given),
    checks,
    exceptions: config.exceptions.flatMap(({ reason, expires, approver: _, everywhere: __, ...selector }) => {
      const expiresAt = `${expires}T23:59:59.999Z`
      return Date.parse(expiresAt) < now ? [] : [{ selector, reason, expiresAt }]
    }),
    now,
    // Fails decide the exit code, whatever is reported.
    statuses: [...new Set([...wanted, 'fail' as const])],
  })
  const context = {
    command: 'scan' as const,
    version,
    generatedAt: new Date(now),
    checks: checks.map(({ check }) => check),
    more: () => ({ problems: result.problems, counts: result.counts }),
    ...(options.limit > 0 ? { perCheck: options.limit } : {}),
    ...(out.isTTY && options.output === undefined
      ? { terminal: { columns: out.columns ?? 120, colour: process.env.NO_COLOR === undefined } }
      : {}),
  }
  const reported = result.findings.filter(({ status }) => wanted.has(status))
  const unknown = isCounted ? result.counts.verdicts.unknown : 0
  await write(
    WRITERS[options.format](withUnknown(reported, unknown), context),
    options.output === undefined ? out : createWriteStream(options.output),
    options.output !== undefined,
  )
  say(result, err)
  const counts = noCounts()
  for (const finding of result.findings) count(counts, finding)
  const isPartly = result.problems.some(({ level }) => level === 'error')
  const { cloudformation, terraform, serverless } = result.counts.files
  if (isPartly && cloudformation + terraform + serverless === 0) return EXIT.nothingRead
  return exitCodeOf(counts, options.failOn ?? config.failOn ?? 'high', {
    partly: isPartly && !options.allowPartial,
  })
}

async function write(pieces: Iterable<string>, stream: Writable, ends: boolean): Promise<void> {
  const failure = new Promise<never>((_, reject) =>
    stream.once('error', (error) =>
      reject(new SettingError(`The report cannot be written: ${error.message}`, error)),
    ),
  )
  failure.catch(() => undefined)
  const through = async () => {
    for (const piece of pieces) if (!stream.write(piece)) await once(stream, 'drain')
    if (!ends) return
    stream.end()
    await once(stream, 'close')
  }
  await Promise.race([through(), failure])
}
