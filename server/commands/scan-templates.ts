import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { CHECK_BY_ID } from '#server/checks/index.ts'
import { SEVERITIES, type Severity, severityRank } from '#server/domain/severity.ts'
import { visibleText } from '#server/domain/text.ts'
import { VERDICT_STATES, type VerdictState } from '#server/domain/verdict.ts'
import { SettingError } from '#server/errors.ts'
import { REPORT_FORMATS, type ReportFormat, WRITERS } from '#server/posture-report/formats.ts'
import type { PostureFinding } from '#server/posture-report/posture-finding.ts'
import { chosenChecks } from '#server/scan/evaluate-records.ts'
import { scanFiles } from '#server/scan/scan-files.ts'
import type { ScanResult } from '#server/scan/scan-result.ts'

type Terminal = Writable & { isTTY?: boolean; columns?: number }
type Streams = { out: Terminal; err: Writable }
const STANDARD: Streams = { out: process.stdout, err: process.stderr }

export type ScanCommandOptions = {
  format: string
  failOn: string
  parameter: string[]
  checks?: string
  status?: string
}

const MOST_TYPES = 8
const NOT_TOLD = 'Templates do not tell it; --status fail,unknown says why.'

function readFormat(text: string): ReportFormat {
  const format = REPORT_FORMATS.find((one) => one === text)
  if (!format) throw new SettingError(`--format takes ${REPORT_FORMATS.join(', ')}.`)
  return format
}

function readSeverity(text: string): Severity | 'never' {
  const severity = text === 'never' ? 'never' : SEVERITIES.find((one) => one === text)
  if (!severity) throw new SettingError(`--fail-on takes ${SEVERITIES.join(', ')} or never.`)
  return severity
}

function readParameters(texts: readonly string[]): Map<string, string> {
  return new Map(
    texts.map((text) => {
      const at = text.indexOf('=')
      if (at <= 0) throw new SettingError('--parameter takes Name=value, as in --parameter Stage=prod.')
      return [text.slice(0, at), text.slice(at + 1)]
    }),
  )
}

function readChecks(text: string | undefined): string[] | undefined {
  const ids = text
    ?.split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '')
  const unknown = ids?.find((id) => !CHECK_BY_ID.has(id))
  if (unknown !== undefined) throw new SettingError(`There is no check ${visibleText(unknown)}.`)
  return ids
}

function readStatuses(text: string | undefined): readonly VerdictState[] | undefined {
  return text?.split(',').map((word) => {
    const status = VERDICT_STATES.find((one) => one === word.trim())
    if (!status) throw new SettingError(`--status takes ${VERDICT_STATES.join(', ')}, with commas between.`)
    return status
  })
}

/** A table counts what is unknown in one line; the other formats leave it to their counts. */
function shown(
  findings: readonly PostureFinding[],
  format: ReportFormat,
  statuses: readonly VerdictState[] | undefined,
): PostureFinding[] {
  if (statuses) return findings.filter(({ status }) => statuses.includes(status))
  const fails = findings.filter(({ status }) => status === 'fail')
  if (format !== 'table') return fails
  const unknown = findings.filter(({ status }) => status === 'unknown')
  return [...fails, ...unknown.map((one) => ({ ...one, summary: NOT_TOLD }))]
}

function say({ problems, counts }: ScanResult, err: Writable): void {
  for (const { file, line, column, level, text } of problems)
    err.write(`${visibleText(file)}:${line}:${column}: ${level}: ${visibleText(text)}\n`)
  const { cloudformation, terraform, serverless } = counts.files
  const files = [
    [cloudformation, 'SAM or CloudFormation'],
    [terraform, 'Terraform'],
    [serverless, 'serverless.yml'],
  ].flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]))
  err.write(
    `Scanned ${files.join(', ') || 'nothing'}: ${counts.resources} resources, ${counts.functions} functions${counts.skipped > 0 ? `; ${counts.skipped} files are no templates` : ''}.\n`,
  )
  const others = Object.entries(counts.otherTypes).sort(([, a], [, b]) => b - a)
  if (others.length === 0) return
  const named = others.slice(0, MOST_TYPES).map(([type, count]) => `${visibleText(type)} (${count})`)
  const more = others.length > MOST_TYPES ? ` and ${others.length - MOST_TYPES} more types` : ''
  err.write(`No check is about ${named.join(', ')}${more}.\n`)
}

/**
 * `sightline scan`: the report on standard output, what is wrong with the files on standard error. Exit code 0 where
 * nothing is as severe as `--fail-on`, 1 where something is, 2 where a file could not be read in full.
 */
export async function scanTemplates(
  paths: readonly string[],
  options: ScanCommandOptions,
  version: string,
  { out, err }: Streams = STANDARD,
): Promise<number> {
  const format = readFormat(options.format)
  const failOn = readSeverity(options.failOn)
  const statuses = readStatuses(options.status)
  const checks = readChecks(options.checks)
  const now = Date.now()
  const result = await scanFiles(paths, {
    parameters: readParameters(options.parameter),
    now,
    ...(checks ? { checks } : {}),
  })
  const context = {
    command: 'scan' as const,
    version,
    generatedAt: new Date(now),
    checks: chosenChecks(checks),
    more: () => ({ problems: result.problems, counts: result.counts }),
    ...(out.isTTY ? { terminal: { columns: out.columns ?? 120, colour: !process.env.NO_COLOR } } : {}),
  }
  for (const piece of WRITERS[format](shown(result.findings, format, statuses), context))
    if (!out.write(piece)) await once(out, 'drain')
  say(result, err)
  if (result.problems.some(({ level }) => level === 'error')) return 2
  if (failOn === 'never') return 0
  const isBad = ({ status, severity, excepted }: PostureFinding) =>
    status === 'fail' && !excepted && severityRank(severity) <= severityRank(failOn)
  return result.findings.some(isBad) ? 1 : 0
}
