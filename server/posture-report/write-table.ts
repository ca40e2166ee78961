import { SEVERITIES, type Severity, severityRank } from '#server/domain/severity.ts'
import { visibleText } from '#server/domain/text.ts'
import { cutTo, displayWidth, fitTo } from './display-width.ts'
import type { PostureFinding } from './posture-finding.ts'
import { type Counts, count, noCounts, type ReportContext, type ReportWriter } from './report.ts'

const COLOURS: Record<Severity, string> = {
  critical: '\u001B[1;31m',
  high: '\u001B[31m',
  medium: '\u001B[33m',
  low: '\u001B[36m',
  info: '\u001B[2m',
}
const BOLD = '\u001B[1m'
const DIM = '\u001B[2m'
const RESET = '\u001B[0m'
const SEVERITY_COLUMNS = 10
const MOST_REASONS = 12

type Shown = Pick<PostureFinding, 'severity' | 'summary'> & { name: string; place: string }
type Group = { id: string; title: string; worst: Severity; failing: number; excepted: number; shown: Shown[] }

function nameOf({ location, resourceName }: PostureFinding): string {
  return location ? `${resourceName} (${location.file}:${location.line})` : resourceName
}

/** What is not deployed is nowhere yet: its file tells where it is. */
function placeOf({ location, accountId, region }: PostureFinding): string {
  return location ? '' : `${accountId} ${region}  `
}

function gather(findings: Iterable<PostureFinding>, perCheck: number) {
  const groups = new Map<string, Group>()
  const reasons = new Map<string, { resources: number; checks: Set<string> }>()
  const counts = noCounts()
  for (const one of findings) {
    count(counts, one)
    if (one.status === 'unknown') {
      const reason = reasons.get(one.summary) ?? { resources: 0, checks: new Set<string>() }
      reasons.set(one.summary, reason)
      reason.resources += 1
      reason.checks.add(one.checkId)
    }
    if (one.status !== 'fail') continue
    const { checkId: id, title, severity } = one
    const group = groups.get(id) ?? { id, title, worst: 'info', failing: 0, excepted: 0, shown: [] }
    groups.set(id, group)
    if (one.excepted) {
      group.excepted += 1
      continue
    }
    group.failing += 1
    if (severityRank(severity) < severityRank(group.worst)) group.worst = severity
    keepWorst(
      group.shown,
      { severity, summary: one.summary, place: placeOf(one), name: nameOf(one) },
      perCheck,
    )
  }
  return { groups: [...groups.values()], reasons, counts }
}

function keepWorst(shown: Shown[], one: Shown, most: number): void {
  shown.push(one)
  if (shown.length <= most) return
  shown.sort((a, b) => severityRank(a.severity) - severityRank(b.severity))
  shown.pop()
}

const byRisk = (a: Group, b: Group) =>
  severityRank(a.worst) - severityRank(b.worst) || b.failing - a.failing || (a.id < b.id ? -1 : 1)

function totals(counts: Counts): string {
  const found = SEVERITIES.filter((one) => counts.bySeverity[one] > 0)
    .map((one) => `${counts.bySeverity[one]} ${one}`)
    .join(', ')
  const rest = [
    `${counts.unknown} unknown`,
    ...(counts.pass > 0 ? [`${counts.pass} passed`] : []),
    ...(counts.excepted > 0 ? [`${counts.excepted} excepted`] : []),
  ]
  return `${counts.fail} findings${found === '' ? '' : ` (${found})`}, ${rest.join(', ')}.`
}

function painter({ terminal }: ReportContext) {
  const paint = (code: string) => (text: string) => (terminal?.colour ? `${code}${text}${RESET}` : text)
  return { severity: (one: Severity) => paint(COLOURS[one]), bold: paint(BOLD), dim: paint(DIM) }
}

/** For people: findings by check, worst first, and why things are unknown. As wide as the terminal. */
export const writeTable: ReportWriter = function* (findings, context) {
  const columns = context.terminal?.columns ?? Number.POSITIVE_INFINITY
  const { groups, reasons, counts } = gather(findings, context.perCheck ?? Number.POSITIVE_INFINITY)
  const paint = painter(context)
  const line = (text: string) => cutTo(text, columns).trimEnd()
  for (const group of groups.filter(({ failing }) => failing > 0).sort(byRisk)) {
    const excepted = group.excepted > 0 ? `, ${group.excepted} excepted` : ''
    const head = `${visibleText(group.title)}  ${group.id}  (${group.failing}${excepted})`
    yield `${paint.severity(group.worst)(fitTo(group.worst.toUpperCase(), SEVERITY_COLUMNS))}${paint.bold(cutTo(head, columns - SEVERITY_COLUMNS).trimEnd())}\n`
    const rows = group.shown
      .sort((a, b) => severityRank(a.severity) - severityRank(b.severity))
      .map((one) => ({ ...one, name: visibleText(one.name) }))
    const longest = Math.max(...rows.map(({ name }) => displayWidth(name)))
    const nameColumns = Math.min(longest, Number.isFinite(columns) ? Math.floor(columns / 3) : 64)
    for (const { severity, name, place, summary } of rows) {
      const mark = severity === group.worst ? '' : `[${severity}] `
      const start = `  ${fitTo(name, nameColumns)}  ${place}`
      yield `${line(`${start}${visibleText(`${mark}${summary}`)}`)}\n`
    }
    const left = group.failing - group.shown.length
    if (left > 0) yield `${paint.dim(`  … and ${left} more`)}\n`
    yield '\n'
  }
  if (reasons.size > 0) yield* unknowns(reasons, line, paint.bold)
  yield `${line(totals(counts))}\n`
}

function* unknowns(
  reasons: Map<string, { resources: number; checks: Set<string> }>,
  line: (text: string) => string,
  bold: (text: string) => string,
): Iterable<string> {
  const sorted = [...reasons].sort(([, a], [, b]) => b.resources - a.resources)
  yield `${bold('Unknown')}\n`
  for (const [reason, { resources, checks }] of sorted.slice(0, MOST_REASONS)) {
    const by = checks.size === 1 ? [...checks][0] : `${checks.size} checks`
    yield `${line(`  ${String(resources).padStart(6)}  ${visibleText(reason)} (${by})`)}\n`
  }
  const left = sorted.slice(MOST_REASONS).reduce((sum, [, { resources }]) => sum + resources, 0)
  if (left > 0) yield `${line(`  ${String(left).padStart(6)}  for other reasons`)}\n`
  yield '\n'
}
