import type { Severity } from '#server/domain/severity.ts'
import type { VerdictState } from '#server/domain/verdict.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { PostureFinding, ReportedCheck } from './posture-finding.ts'
import type { ReportWriter } from './report.ts'
import { safeJson } from './safe-json.ts'

const LEVELS = { critical: 'error', high: 'error', medium: 'warning', low: 'note', info: 'note' } as const

/** In the bands by which code scanning shows them: over 9, 7 to 8.9, 4 to 6.9, below 4. Source: GitHub, SARIF support. */
const SECURITY_SEVERITY: Record<Severity, string> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  info: '0.5',
}

/** SARIF 2.1.0 §3.27.9: `open` is for what could not be decided. */
const KINDS: Record<VerdictState, string> = {
  fail: 'fail',
  pass: 'pass',
  unknown: 'open',
  'not applicable': 'notApplicable',
}

function rule({ id, title, why, severity, group, references }: ReportedCheck) {
  const links = references.filter((reference) => URL.canParse(reference))
  const list = links.map((link) => `- <${link}>`).join('\n')
  return {
    id,
    name: id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: {
      text: [why, ...links].join('\n'),
      markdown: `${why}${list === '' ? '' : `\n\n${list}`}`,
    },
    ...(links[0] === undefined ? {} : { helpUri: links[0] }),
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: ['security', 'aws-lambda', group], 'security-severity': SECURITY_SEVERITY[severity] },
  }
}

const pathOf = (parts: readonly string[]) => parts.map((part) => encodeURIComponent(part)).join('/')

/** Code scanning shows nothing without a file: what is not written in one has a path of its account, region and name. */
function locationOf(one: PostureFinding) {
  const { location, accountId, region, resourceKind, resourceName, resourceArn } = one
  const uri = location
    ? pathOf(location.file.split(/[\\/]/))
    : pathOf(['aws', accountId, region, resourceKind, resourceName])
  const start = { startLine: location?.line ?? 1, startColumn: location?.column ?? 1 }
  return {
    physicalLocation: { artifactLocation: { uri }, region: start },
    logicalLocations: [{ name: resourceName, fullyQualifiedName: resourceArn, kind: 'resource' }],
  }
}

/** `[text](target)` would be shown as a link, wherever it leads to. Source: SARIF 2.1.0 §3.11.6. */
const withoutLinks = (text: string) => text.replaceAll('](', '] (')

function messageOf({ status, title, summary, evidence, remediation }: PostureFinding): string {
  const says = evidence.map(({ label, value }) => `${label}: ${value}`)
  const fix = remediation ? [`Fix: ${remediation.text}`] : []
  return withoutLinks([summary || `${title}: ${status}`, ...says, ...fix].join('\n'))
}

function result(one: PostureFinding, ruleIndex: number | undefined) {
  const fingerprint = fingerprintOf(one)
  return {
    ruleId: one.checkId,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    kind: KINDS[one.status],
    level: one.status === 'fail' ? LEVELS[one.severity] : 'none',
    message: { text: messageOf(one) },
    locations: [locationOf(one)],
    partialFingerprints: {
      'sightlineFinding/v1': fingerprint,
      primaryLocationLineHash: `${fingerprint.slice(0, 16)}:1`,
    },
    ...(one.excepted
      ? { suppressions: [{ kind: 'external', status: 'accepted', justification: one.excepted.reason }] }
      : {}),
    properties: {
      severity: one.severity,
      accountId: one.accountId,
      region: one.region,
      functionArns: one.functionArns,
    },
  }
}

/** SARIF 2.1.0, one run; every check is a rule, whether it found something or not. */
export const writeSarif: ReportWriter = function* (findings, { version, checks, command, generatedAt }) {
  const index = new Map(checks.map((check, i) => [check.id, i]))
  const driver = { name: 'Sightline', semanticVersion: version, rules: checks.map(rule) }
  const head = {
    tool: { driver },
    automationDetails: { id: `sightline/${command}/` },
    columnKind: 'utf16CodeUnits',
    invocations: [{ executionSuccessful: true, endTimeUtc: generatedAt.toISOString() }],
  }
  const schema = 'https://json.schemastore.org/sarif-2.1.0.json'
  yield `{"$schema":${safeJson(schema)},"version":"2.1.0","runs":[${safeJson(head).slice(0, -1)},"results":[`
  let separator = '\n'
  for (const finding of findings) {
    yield `${separator}${safeJson(result(finding, index.get(finding.checkId)))}`
    separator = ',\n'
  }
  yield '\n]}]}\n'
}
