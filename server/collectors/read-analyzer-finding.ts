import { absent } from '#server/domain/field.ts'
import { asText, asTextMap, asTexts, type JsonObject } from '#server/domain/json.ts'
import type { Severity } from '#server/domain/severity.ts'
import type { FoundFinding } from './define-findings.ts'
import { findingSubjects } from './finding-subject.ts'
import { readTime } from './read-field.ts'
import type { Analyzer } from './read-safeguard.ts'

type Told = { rule: string; name: string; severity: Severity }

/** What findings without principal and action are called: those about access inside an organisation, or access unused. */
const BY_TYPE: Record<string, Told> = {
  ExternalAccess: { rule: 'ExternalAccess', name: 'Access from outside', severity: 'medium' },
  InternalAccess: { rule: 'InternalAccess', name: 'Access from inside the organization', severity: 'low' },
  UnusedIAMRole: { rule: 'UnusedIAMRole', name: 'Role that nobody uses', severity: 'low' },
  UnusedPermission: { rule: 'UnusedPermission', name: 'Permissions that nobody uses', severity: 'low' },
  UnusedIAMUserAccessKey: {
    rule: 'UnusedIAMUserAccessKey',
    name: 'Access key that nobody uses',
    severity: 'low',
  },
  UnusedIAMUserPassword: {
    rule: 'UnusedIAMUserPassword',
    name: 'Password that nobody uses',
    severity: 'low',
  },
}

/** Reads a finding of either version of the operation; undefined for one that is over. */
export function readAnalyzerFinding(
  analyzer: Analyzer,
  from: JsonObject,
  roleArns: ReadonlySet<string> | undefined,
): FoundFinding | undefined {
  const id = asText(from.id)
  if (id === undefined || (from.status !== undefined && from.status !== 'ACTIVE')) return undefined
  return {
    arn: `${analyzer.arn}/finding/${id}`,
    ...tell(from),
    product: 'IAM Access Analyzer',
    description: detailsOf(from),
    resourceArns: findingSubjects([asText(from.resource)], roleArns),
    vulnerability: absent(),
    firstSeenAt: readTime(from, 'createdAt'),
    lastSeenAt: readTime(from, 'analyzedAt'),
    url: null,
  }
}

function tell(from: JsonObject): Told {
  const type = asText(from.findingType)
  if (type !== undefined) return BY_TYPE[type] ?? { rule: type, name: type, severity: 'medium' }
  return from.isPublic === true
    ? { rule: 'PublicAccess', name: 'Access by anybody', severity: 'high' }
    : { rule: 'ExternalAccess', name: 'Access from outside', severity: 'medium' }
}

function detailsOf(from: JsonObject): string {
  const principals = Object.entries(asTextMap(from.principal)).map(([kind, who]) => `${kind} ${who}`)
  const conditions = Object.entries(asTextMap(from.condition)).map(([key, value]) => `${key} = ${value}`)
  const actions = asTexts(from.action)
  return [
    principals.length > 0 ? `Who: ${principals.join(', ')}.` : '',
    actions.length > 0 ? `What: ${actions.join(', ')}.` : '',
    conditions.length > 0 ? `Where: ${conditions.join(', ')}.` : '',
    asText(from.error) === undefined ? '' : `Analyzed with an error: ${asText(from.error)}.`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}
