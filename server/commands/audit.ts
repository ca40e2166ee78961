import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Writable } from 'node:stream'
import { type AuditConfig, auditConfig, readAuditConfig } from '#server/audit/audit-config.ts'
import { type AuditOptions, parseAuditOptions } from '#server/audit/audit-options.ts'
import { chosenChecks } from '#server/audit/chosen-checks.ts'
import { coverageLines } from '#server/audit/coverage.ts'
import { EXIT, exitCodeOf } from '#server/audit/exit-code.ts'
import { leftOutVerdict } from '#server/audit/left-out.ts'
import type { OwnFindings } from '#server/audit/own-findings.ts'
import { type AuditResult, runAudit } from '#server/audit/run-audit.ts'
import { formatDuration } from '#server/domain/time.ts'
import { AppError, SettingError } from '#server/errors.ts'
import { findingsOf, type ReportedException } from '#server/posture-report/findings-of.ts'
import { statusesOf, WRITERS } from '#server/posture-report/formats.ts'
import type { PostureFinding } from '#server/posture-report/posture-finding.ts'
import { type Counts, count, noCounts, type ReportContext } from '#server/posture-report/report.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)

/** `sightline audit`: reads AWS, evaluates, reports. Returns the exit code. */
export async function audit(given: unknown, version: string): Promise<number> {
  try {
    const options = parseAuditOptions(given)
    const config = await readConfig(options.config)
    const chosen = chosenChecks(config, options.checks)
    if (options.profile) process.env.AWS_PROFILE = options.profile
    const stopping = new AbortController()
    process.once('SIGINT', () => stopping.abort(new SettingError('Stopped.')))
    const result = await runAudit({
      asked: askedOf(options, config),
      thorough: options.thorough || (config.thorough ?? false),
      share: options.share,
      signal: stopping.signal,
      clock: Date.now,
    })
    if (!result.readAnything) {
      for (const line of coverageLines(result.coverage)) say(line)
      say('Nothing could be read.')
      return EXIT.nothingRead
    }
    const own = await evaluateOwn(rulesFolder(options, config), result, options)
    for (const problem of own.problems) say(problem)
    const counts = await report({ options, config, chosen, own, result, version })
    sayWhatWasRead(result, options)
    return exitCodeOf(counts, options.failOn ?? config.failOn ?? 'high', {
      partly: !options.allowPartial && result.coverage.problems.length + own.problems.length > 0,
    })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    say(error.message)
    return EXIT.nothingRead
  }
}

async function readConfig(file: string | undefined): Promise<AuditConfig> {
  if (file === undefined) return auditConfig.parse({})
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new SettingError(`${file} cannot be read.`, error)
  })
  const { config, problems } = readAuditConfig(text, file)
  if (problems.length > 0) throw new SettingError(problems.join('\n'))
  return config
}

/** What reads rules is loaded where there are any. */
async function evaluateOwn(
  folder: string | undefined,
  { estate }: AuditResult,
  { checks }: AuditOptions,
): Promise<OwnFindings> {
  if (folder === undefined) return { checks: [], verdictsOf: () => [], problems: [] }
  const { evaluateFolder } = await import('#server/audit/own-findings.ts')
  return evaluateFolder(folder, estate, checks)
}

/** A folder that the configuration names is looked for from the configuration's own. */
function rulesFolder(options: AuditOptions, config: AuditConfig): string | undefined {
  if (options.rules !== undefined) return options.rules
  if (config.rules !== undefined) return resolve(dirname(options.config ?? '.'), config.rules)
  return process.env.SIGHTLINE_RULES_DIR
}

function askedOf({ account, region, roleName, externalId }: AuditOptions, config: AuditConfig) {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env
  const regions = region.length > 0 ? region : (config.regions ?? [])
  return {
    accounts: account.length > 0 ? account : (config.accounts ?? []),
    regions,
    roleName,
    externalId,
    homeRegion: regions[0] ?? AWS_REGION ?? AWS_DEFAULT_REGION ?? 'us-east-1',
  }
}

function exceptionsOf(config: AuditConfig): ReportedException[] {
  const now = Date.now()
  return config.exceptions.flatMap(({ reason, expires, approver: _, everywhere: __, ...selector }) => {
    const expiresAt = `${expires}T23:59:59.999Z`
    if (Date.parse(expiresAt) >= now) return [{ selector, reason, expiresAt }]
    say(`An exception ended on ${expires} and covers nothing any more: ${reason}`)
    return []
  })
}

type Reporting = {
  options: AuditOptions
  config: AuditConfig
  chosen: ReturnType<typeof chosenChecks>
  own: OwnFindings
  result: AuditResult
  version: string
}

async function report({ options, config, chosen, own, result, version }: Reporting): Promise<Counts> {
  const { estate, coverage, calls, durationMs } = result
  const counts = noCounts()
  const wanted = options.status ?? statusesOf(options.format)
  const findings = findingsOf({
    records: estate.records,
    around: estate,
    checks: chosen,
    statuses: new Set(['fail', ...wanted]),
    exceptions: exceptionsOf(config),
    insteadOf: leftOutVerdict,
    ownVerdicts: own.verdictsOf,
  })
  const context: ReportContext = {
    command: 'audit',
    version,
    generatedAt: new Date(),
    checks: [...chosen.map(({ check }) => check), ...own.checks],
    more: () => ({
      coverage,
      rules: { problems: own.problems },
      calls: { total: calls.total, byOperation: Object.fromEntries(calls.byOperation) },
      durationMs,
      peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
    ...(options.limit > 0 ? { perCheck: options.limit } : {}),
    ...terminalOf(options),
  }
  await writeAll(WRITERS[options.format](counted(findings, counts, new Set(wanted)), context), options.output)
  return counts
}

/** Counts all, hands on what is to be reported. */
function* counted(findings: Iterable<PostureFinding>, counts: Counts, wanted: ReadonlySet<string>) {
  for (const finding of findings) {
    count(counts, finding)
    if (wanted.has(finding.status)) yield finding
  }
}

function terminalOf({ output }: AuditOptions): Pick<ReportContext, 'terminal'> {
  if (output !== undefined || !process.stdout.isTTY) return {}
  const colour = process.env.NO_COLOR === undefined && process.stdout.hasColors()
  return { terminal: { columns: process.stdout.columns, colour } }
}

async function writeAll(pieces: Iterable<string>, output: string | undefined): Promise<void> {
  const stream: Writable = output === undefined ? process.stdout : createWriteStream(output)
  let failure: Error | undefined
  stream.on('error', (error) => {
    failure = error
  })
  for (const piece of pieces) {
    if (failure) break
    if (!stream.write(piece)) await drained(stream)
  }
  if (output !== undefined) {
    stream.end()
    await once(stream, 'close')
  }
  if (failure && !('code' in failure && failure.code === 'EPIPE'))
    throw new SettingError(`The report cannot be written: ${failure.message}`, failure)
}

/** Until there is room again, or nobody reads any more. */
function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done).off('close', done).off('error', done)
      resolve()
    }
    stream.on('drain', done).on('close', done).on('error', done)
  })
}

function sayWhatWasRead({ coverage, calls, durationMs }: AuditResult, options: AuditOptions): void {
  const regions = coverage.accounts.reduce((sum, one) => sum + one.regions.length, 0)
  const where = `${regions} regions of ${coverage.accounts.length} accounts`
  say(`${coverage.functions} functions in ${where}: ${calls.total} calls, ${formatDuration(durationMs)}.`)
  for (const line of coverageLines(coverage)) say(`  ${line}`)
  if (!options.calls) return
  for (const [operation, made] of calls.byOperation) say(`${String(made).padStart(8)}  ${operation}`)
}
