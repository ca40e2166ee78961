import { readFile } from 'node:fs/promises'
import { loadActionTable } from '#server/domain/iam/action-table.ts'
import { chosenChecks, evaluateRecords } from './evaluate-records.ts'
import { readTemplate } from './read-template.ts'
import { mapResources } from './records/map-resources.ts'
import { Stack } from './records/stack.ts'
import { emptyCounts, type ScanOptions, type ScanResult } from './scan-result.ts'
import { type FoundFile, findFiles } from './source/find-files.ts'
import { Problems, UnreadableError } from './source/problem.ts'

/** A plan may be large; a template that is larger than this is refused by CloudFormation long before. */
const MAX_BYTES = 300_000_000

/**
 * Runs the posture checks on SAM and CloudFormation templates, Terraform plans in JSON and serverless.yml. Never throws
 * for what is in a file: what cannot be read is among the problems, and everything else is evaluated.
 */
export async function scanFiles(paths: readonly string[], options: ScanOptions): Promise<ScanResult> {
  const found = await findFiles(paths)
  const result: ScanResult = { findings: [], problems: found.problems, counts: emptyCounts() }
  const input = { now: options.now, table: await loadActionTable(), checks: chosenChecks(options.checks) }
  for (const file of found.files) {
    const problems = new Problems(file.path)
    try {
      await scanFile(file, options, input, result, problems)
    } catch (error) {
      if (error instanceof UnreadableError) problems.add('error', error.message, error.place)
      else if (error instanceof RangeError) problems.add('error', 'Nested too deeply.')
      else throw error
    }
    result.problems.push(...problems.list)
  }
  for (const { status } of result.findings) result.counts.verdicts[status] += 1
  return result
}

type Input = Omit<Parameters<typeof evaluateRecords>[1], 'file' | 'home'>

async function scanFile(
  file: FoundFile,
  options: ScanOptions,
  input: Input,
  { findings, counts }: ScanResult,
  problems: Problems,
): Promise<void> {
  if (file.bytes > MAX_BYTES) throw new UnreadableError('Larger than 300 MB: not read.')
  const bytes = await readFile(file.path).catch((error: NodeJS.ErrnoException) => {
    throw new UnreadableError(`It cannot be read: ${error.code}.`)
  })
  const read = await readTemplate({ ...file, content: bytes }, options.parameters ?? new Map(), problems)
  if (!read) {
    counts.skipped += 1
    if (file.named)
      problems.add(
        'note',
        'Skipped: it is no SAM or CloudFormation template, Terraform plan or serverless.yml.',
      )
    return
  }
  counts.files[read.format] += 1
  counts.resources += read.resources.length
  const stack = new Stack(read.resources, read.home)
  const records = mapResources(stack)
  for (const [type, count] of read.others ?? [])
    counts.otherTypes[type] = (counts.otherTypes[type] ?? 0) + count
  for (const { type } of stack.left()) counts.otherTypes[type] = (counts.otherTypes[type] ?? 0) + 1
  counts.functions += records.filter(({ record }) => record.kind === 'function').length
  findings.push(...evaluateRecords(records, { ...input, file: file.path, home: read.home }))
}
