import { readFile } from 'node:fs/promises'
import { CHECKS } from '#server/checks/index.ts'
import { loadActionTable } from '#server/domain/iam/action-table.ts'
import { evaluateRecords } from './evaluate-records.ts'
import { readTemplate } from './read-template.ts'
import { mapResources } from './records/map-resources.ts'
import { type Located, Stack } from './records/stack.ts'
import { emptyCounts, type ScanCounts, type ScanOptions, type ScanResult } from './scan-result.ts'
import { type FoundFile, findFiles } from './source/find-files.ts'
import { Problems, UnreadableError } from './source/problem.ts'
import type { Home } from './template/home.ts'

/** A plan may be large; a template that is larger than this is refused by CloudFormation long before. */
const MAX_BYTES = 300_000_000

/**
 * Runs the posture checks on SAM and CloudFormation templates, Terraform plans in JSON and serverless.yml. Never throws
 * for what is in a file: what cannot be read is among the problems, and everything else is evaluated.
 */
export async function scanFiles(paths: readonly string[], options: ScanOptions): Promise<ScanResult> {
  const found = await findFiles(paths)
  const result: ScanResult = { findings: [], problems: found.problems, counts: emptyCounts() }
  const input: Input = {
    now: options.now,
    table: await loadActionTable(),
    checks: options.checks ?? CHECKS.filter(({ off }) => off === undefined).map((check) => ({ check })),
    ...(options.exceptions ? { exceptions: options.exceptions } : {}),
  }
  for (const file of found.files) {
    const problems = new Problems(file.path)
    try {
      await scanFile(file, options, input, result, problems)
    } catch (error) {
      if (error instanceof UnreadableError) problems.add('error', error.message, error.place)
      else if (error instanceof RangeError) problems.add('error', 'Nested too deeply.')
      else throw error
    }
    for (const problem of problems.list) result.problems.push(problem)
  }
  return result
}

type Input = Omit<Parameters<typeof evaluateRecords>[1], 'file' | 'home'>
type Sources = { records: Located[]; home: Home }

async function scanFile(
  file: FoundFile,
  options: ScanOptions,
  input: Input,
  { findings, counts }: ScanResult,
  problems: Problems,
): Promise<void> {
  const sources = await readRecords(file, options, counts, problems)
  if (!sources) return
  const wanted = new Set(options.statuses ?? ['fail', 'unknown'])
  for (const finding of evaluateRecords(sources.records, { ...input, file: file.path, home: sources.home })) {
    counts.verdicts[finding.status] += 1
    if (wanted.has(finding.status)) findings.push(finding)
  }
}

/** The file's bytes and tree are let go before anything is evaluated. */
async function readRecords(
  file: FoundFile,
  options: ScanOptions,
  counts: ScanCounts,
  problems: Problems,
): Promise<Sources | undefined> {
  if (file.bytes > MAX_BYTES) throw new UnreadableError('Larger than 300 MB: not read.')
  const content = await readFile(file.path).catch((error: NodeJS.ErrnoException) => {
    throw new UnreadableError(`It cannot be read: ${error.code}.`)
  })
  const read = await readTemplate({ ...file, content }, options.parameters ?? new Map(), problems)
  if (!read) {
    counts.skipped += 1
    if (file.named)
      problems.add(
        'note',
        'Skipped: it is no SAM or CloudFormation template, Terraform plan or serverless.yml.',
      )
    return undefined
  }
  const stack = new Stack(read.resources, read.home)
  const records = mapResources(stack)
  counts.files[read.format] += 1
  counts.resources += read.resources.length
  counts.functions += records.filter(({ record }) => record.kind === 'function').length
  const others = [...(read.others ?? []), ...stack.left().map(({ type }) => [type, 1] as const)]
  for (const [type, count] of others) counts.otherTypes[type] = (counts.otherTypes[type] ?? 0) + count
  return { records, home: read.home }
}
