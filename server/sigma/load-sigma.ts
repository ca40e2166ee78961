import { createHash } from 'node:crypto'
import type { Detection } from '#server/detections/define-detection.ts'
import { EXAMPLE_ACCOUNT, EXAMPLE_REGION, exampleRecord } from '#server/detections/example-record.ts'
import { visibleText } from '#server/domain/text.ts'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import { readYamlDocuments, type YamlProblem } from '#server/own-rules/read-yaml.ts'
import { readYamlFolder, type YamlFolder } from '#server/own-rules/read-yaml-folder.ts'
import { correlationDetection, type Part } from './correlation-detection.ts'
import { type ReadCorrelation, type ReadRule, readRule } from './read-rule.ts'
import { ruleDetection } from './rule-detection.ts'
import { SigmaError } from './sigma-error.ts'

/** Why a rule is not run: file, line and column where they are known. */
export type SigmaProblem = YamlProblem & { file: string }
/** A rule that was read. `detectionId` is null where it runs as part of correlations alone. */
export type SigmaFileRule = { title: string; file: string; line: number | null; detectionId: string | null }
export type LoadedSigma = { detections: Detection[]; rules: SigmaFileRule[]; problems: SigmaProblem[] }

const MOST_FILES = 3_000
const MOST_RULES = 3_000

type Read<R = ReadRule | ReadCorrelation> = {
  read: R
  id: string
  file: string
  text: string
  line: number | null
  problemAt: (error: SigmaError) => SigmaProblem
}

/** What was read a moment ago still holds; so long may a change of a file take to be heard of. */
const FRESH_MS = 10_000

let held: { folder: string; hash: string; loaded: LoadedSigma; readMs: number } | undefined

/**
 * Reads a folder of Sigma rules. What cannot be run is among the problems, and the others run. As long as no file changes
 * it is the same answer.
 */
export async function loadSigma(folder: string, maxAgeMs = FRESH_MS): Promise<LoadedSigma> {
  const readMs = performance.now()
  if (held?.folder === folder && readMs - held.readMs < maxAgeMs) return held.loaded
  const found = await readYamlFolder(folder, MOST_FILES)
  const hash = createHash('sha256').update(JSON.stringify(found)).digest('hex')
  const isSame = held?.folder === folder && held.hash === hash
  held = { folder, hash, readMs, loaded: held && isSame ? held.loaded : readSigma(found) }
  return held.loaded
}

/** The same of files that were read already. */
export function readSigma({ files, problems }: YamlFolder): LoadedSigma {
  const loaded: LoadedSigma = {
    detections: [],
    rules: [],
    problems: problems.map((problem) => ({ ...problem, line: null, column: null })),
  }
  const all: Read[] = []
  for (const { file, text } of files) all.push(...readFile(file, text, loaded.problems))
  const unique = withoutRepeats(all, loaded.problems)
  const rules = unique.filter((one): one is Read<ReadRule> => one.read.kind === 'rule')
  const correlations = unique.filter((one): one is Read<ReadCorrelation> => one.read.kind === 'correlation')
  const inner = new Set<Read>()
  const made = new Map<Read, Detection>()
  for (const one of correlations)
    attempt(one, loaded.problems, () => {
      const parts = partsOf(one.read.rule.correlation.rules, rules, correlations)
      made.set(one, correlationDetection(one.id, one.read.rule, parts, one.text))
      if (one.read.rule.correlation.generate !== true) for (const { from } of parts) inner.add(from)
    })
  for (const one of rules)
    if (!inner.has(one))
      attempt(one, loaded.problems, () => made.set(one, ruleDetection(one.id, one.read, one.text)))
  for (const one of unique) keep(one, made.get(one), inner.has(one), loaded)
  return loaded
}

function keep(one: Read, detection: Detection | undefined, isInner: boolean, loaded: LoadedSigma): void {
  const tried = detection && attempt(one, loaded.problems, () => tryOut(detection))
  if (detection && tried) loaded.detections.push(detection)
  if (!isInner && !tried) return
  const { title } = one.read.rule
  loaded.rules.push({ title, file: one.file, line: one.line, detectionId: tried ? one.id : null })
}

function readFile(file: string, text: string, problems: SigmaProblem[]): Read[] {
  const documents = readYamlDocuments(text)
  return documents.flatMap((document, index): Read[] => {
    if (!('problemAt' in document)) {
      problems.push(...document.problems.map((problem) => ({ ...problem, file })))
      return []
    }
    const problemAt = (error: SigmaError) => ({
      ...document.problemAt(error.path, visibleText(sentence(error.message))),
      file,
    })
    try {
      const read = readRule(document.value)
      const id = idOf(read.rule.id, file, documents.length > 1 ? index + 1 : null)
      const { line } = document.problemAt([], '')
      const own = documents.length > 1 ? JSON.stringify(document.value, null, 2) : text
      return [{ read, id, file, text: own, line, problemAt }]
    } catch (error) {
      problems.push(problemAt(error instanceof SigmaError ? error : new SigmaError('It cannot be read.')))
      return []
    }
  })
}

function withoutRepeats(all: readonly Read[], problems: SigmaProblem[]): Read[] {
  const byId = new Map<string, Read>()
  for (const one of all) {
    const earlier = byId.get(one.id)
    if (earlier)
      problems.push(
        one.problemAt(
          new SigmaError(`id: ${one.id.slice('sigma-'.length)} is in ${earlier.file} already`, ['id']),
        ),
      )
    else if (byId.size >= MOST_RULES)
      problems.push(one.problemAt(new SigmaError(`there are more than ${MOST_RULES} rules`)))
    else byId.set(one.id, one)
  }
  return [...byId.values()]
}

function partsOf(
  names: readonly string[],
  rules: readonly Read<ReadRule>[],
  correlations: readonly Read<ReadCorrelation>[],
): (Part & { from: Read })[] {
  return names.map((name, i) => {
    const isIt = (one: Read) => one.read.rule.id === name || one.read.rule.name === name
    const from = rules.find(isIt)
    if (from) return { name, test: from.read.test, from }
    throw new SigmaError(
      correlations.some(isIt)
        ? `${name} is a correlation itself: correlations of correlations are not supported`
        : `there is no rule with the id or name ${name} that could be read`,
      ['correlation', 'rules', i],
    )
  })
}

function attempt(one: Read, problems: SigmaProblem[], work: () => unknown): boolean {
  try {
    work()
    return true
  } catch (error) {
    const why = error instanceof SigmaError ? error : new SigmaError('it fails when it is tried on a record')
    problems.push(one.problemAt(why))
    return false
  }
}

/** Holds a detection against records as they are, so that what throws is known before it runs. */
function tryOut(detection: Detection): void {
  const context = {
    functionsOfRole: () => [],
    functionOf: () => undefined,
    isOwnAccount: () => undefined,
    canaryOf: () => undefined,
  }
  for (const raw of [
    exampleRecord({ source: 'lambda', name: 'Invoke' }),
    { eventID: '-', eventTime: '2026-01-01T00:00:00Z' },
  ]) {
    const record = readRawRecord(raw, { accountId: EXAMPLE_ACCOUNT, region: EXAMPLE_REGION })
    if (!record) continue
    if (detection.kind === 'single') detection.evaluate(record, context, {})
    else if (detection.kind === 'sequence') for (const step of detection.steps) step.select(record, context)
    else detection.select(record, context, {})
  }
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)

function idOf(id: string | undefined, file: string, document: number | null): string {
  const name = id ?? `${file.replace(/\.ya?ml$/i, '')}${document === null ? '' : `-${document}`}`
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return `sigma-${plain.slice(0, 100)}`
}
