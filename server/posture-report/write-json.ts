import type { PostureFinding } from './posture-finding.ts'
import { count, noCounts, type ReportWriter } from './report.ts'
import { safeJson } from './safe-json.ts'

const ordered = (one: PostureFinding) => ({
  checkId: one.checkId,
  title: one.title,
  group: one.group,
  status: one.status,
  severity: one.severity,
  resourceArn: one.resourceArn,
  resourceName: one.resourceName,
  resourceKind: one.resourceKind,
  accountId: one.accountId,
  region: one.region,
  functionArns: one.functionArns,
  summary: one.summary,
  evidence: one.evidence,
  remediation: one.remediation,
  excepted: one.excepted,
  location: one.location,
})

/** One JSON object, a finding a line; the counts and what else there is to say come last. */
export const writeJson: ReportWriter = function* (findings, context) {
  const { command, version, generatedAt, more } = context
  const head = safeJson({ tool: 'sightline', version, command, generatedAt: generatedAt.toISOString() })
  yield `${head.slice(0, -1)},"findings":[`
  const counts = noCounts()
  let separator = '\n'
  for (const finding of findings) {
    count(counts, finding)
    yield `${separator}${safeJson(ordered(finding))}`
    separator = ',\n'
  }
  const tail = safeJson({ counts, ...more?.() })
  yield `\n],${tail.slice(1)}\n`
}
