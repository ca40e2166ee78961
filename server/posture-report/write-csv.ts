import { csvCell, visibleText } from '#server/domain/text.ts'
import type { PostureFinding } from './posture-finding.ts'
import type { ReportWriter } from './report.ts'

const COLUMNS: readonly (readonly [string, (one: PostureFinding) => string | number | undefined])[] = [
  ['check', (one) => one.checkId],
  ['title', (one) => one.title],
  ['group', (one) => one.group],
  ['status', (one) => one.status],
  ['severity', (one) => one.severity],
  ['excepted', (one) => one.excepted?.reason],
  ['account', (one) => one.accountId],
  ['region', (one) => one.region],
  ['kind', (one) => one.resourceKind],
  ['name', (one) => one.resourceName],
  ['arn', (one) => one.resourceArn],
  ['functions', (one) => one.functionArns.join(' ')],
  ['summary', (one) => one.summary],
  ['evidence', (one) => one.evidence.map(({ label, value }) => `${label}: ${value}`).join('; ')],
  ['fix', (one) => one.remediation?.text],
  ['file', (one) => one.location?.file],
  ['line', (one) => one.location?.line],
]

const cell = (value: string | number | undefined) =>
  csvCell(typeof value === 'string' ? visibleText(value) : value)

/** RFC 4180 with a header; formulas are made harmless. */
export const writeCsv: ReportWriter = function* (findings) {
  yield `${COLUMNS.map(([title]) => title).join(',')}\r\n`
  for (const finding of findings) yield `${COLUMNS.map(([, of]) => cell(of(finding))).join(',')}\r\n`
}
