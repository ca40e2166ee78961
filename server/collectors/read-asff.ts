import { absent, known } from '#server/domain/field.ts'
import { asArray, asNumber, asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { Severity } from '#server/domain/severity.ts'
import { type FoundFinding, linkOf, severityOf } from './define-findings.ts'
import { findingSubjects } from './finding-subject.ts'
import { readTime, readUnless } from './read-field.ts'

/**
 * Reads a finding in the AWS Security Finding Format; undefined for one that is over, passed or not evaluated.
 * Source: Security Hub user guide, AWS Security Finding Format.
 */
export function readAsff(
  from: JsonObject,
  roleArns: ReadonlySet<string> | undefined,
): FoundFinding | undefined {
  const id = asText(from.Id)
  const compliance = asObject(from.Compliance)
  const { Status: workflow } = asObject(from.Workflow)
  const isOver =
    from.RecordState === 'ARCHIVED' ||
    workflow === 'RESOLVED' ||
    workflow === 'SUPPRESSED' ||
    compliance.Status === 'PASSED' ||
    compliance.Status === 'NOT_AVAILABLE'
  if (id === undefined || isOver) return undefined
  const product = productOf(from)
  const ids = asArray(from.Resources).map((resource) => asText(asObject(resource).Id))
  const recommendation = asObject(asObject(from.Remediation).Recommendation)
  return {
    arn: id.includes(':securityhub:') ? id : `security-hub ${id}`,
    name: asText(from.Title) ?? id,
    product,
    rule: ruleOf(from, product, compliance),
    severity: readSeverity(asObject(from.Severity)),
    description: asText(from.Description) ?? '',
    resourceArns: findingSubjects(ids, roleArns),
    vulnerability: readVulnerability(from),
    firstSeenAt: readUnless(readTime(from, 'FirstObservedAt'), () => readTime(from, 'CreatedAt')),
    lastSeenAt: readUnless(readTime(from, 'LastObservedAt'), () => readTime(from, 'UpdatedAt')),
    url: linkOf(from, 'SourceUrl') ?? linkOf(recommendation, 'Url'),
  }
}

function productOf(from: JsonObject): string {
  const fields = asObject(from.ProductFields)
  const named = asText(from.ProductName) ?? asText(fields['aws/securityhub/ProductName'])
  return named ?? asText(from.ProductArn)?.split('/').pop() ?? 'Security Hub'
}

function ruleOf(from: JsonObject, product: string, compliance: JsonObject): string {
  const fields = asObject(from.ProductFields)
  const generator = asText(from.GeneratorId) ?? ''
  const control = asText(compliance.SecurityControlId) ?? asText(fields.ControlId) ?? asText(fields.RuleId)
  if (control !== undefined) return control
  const vulnerability = asText(asObject(asArray(from.Vulnerabilities)[0]).Id)
  if (vulnerability !== undefined) return vulnerability
  if (product === 'GuardDuty') return guardDutyType(asText(asArray(from.Types)[0]) ?? generator)
  return asText(fields['aws/config/ConfigRuleName']) ?? (generator || 'unnamed')
}

/** GuardDuty's type as ASFF holds it, `TTPs/…/Backdoor:Lambda-C&CActivity.B`, the way GuardDuty writes it. */
function guardDutyType(text: string): string {
  const type = text.split('/').pop() ?? text
  return type.replace(/^(\w+:\w+)-/, '$1/')
}

function readSeverity(from: JsonObject): Severity {
  const label = asText(from.Label)
  if (label !== undefined) return severityOf(label)
  const normalized = asNumber(from.Normalized)
  if (normalized === undefined) return 'medium'
  if (normalized >= 90) return 'critical'
  if (normalized >= 70) return 'high'
  if (normalized >= 40) return 'medium'
  return normalized >= 1 ? 'low' : 'info'
}

function readVulnerability(from: JsonObject): FoundFinding['vulnerability'] {
  const first = asObject(asArray(from.Vulnerabilities)[0])
  const id = asText(first.Id)
  const packaged = asObject(asArray(first.VulnerablePackages)[0])
  const packageName = asText(packaged.Name)
  if (id === undefined || packageName === undefined) return absent()
  return known({
    id,
    packageName,
    version: asText(packaged.Version) ?? '',
    fixedIn: fixedIn(packaged.FixedInVersion),
    exploited: asText(first.LastKnownExploitAt) !== undefined,
  })
}

/** Inspector writes NotAvailable where nothing mends it. */
export function fixedIn(value: unknown): string | null {
  const text = asText(value)
  return text === undefined || /^not ?available$/i.test(text) ? null : text
}
