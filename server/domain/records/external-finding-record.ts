import type { Field } from '#server/domain/field.ts'
import type { Severity } from '#server/domain/severity.ts'

export const FINDING_SOURCES = [
  'security-hub',
  'guardduty',
  'inspector',
  'access-analyzer',
  'config',
] as const
export type FindingSource = (typeof FINDING_SOURCES)[number]

/** What another service says of a function, role, layer, API or queue. Archived and resolved findings are not handed on. */
export type ExternalFindingRecord = {
  kind: 'external-finding'
  /** The finding's own ARN or id, made unique by its source. */
  arn: string
  /** The finding's title. */
  name: string
  accountId: string
  region: string
  source: FindingSource
  /** Product that found it, where Security Hub hands on the word of another. */
  product: string
  /** The rule by its name there: `Lambda.1`, `UnauthorizedAccess:Lambda/TorClient`, `CVE-2024-1234`, a Config rule's name. */
  rule: string
  severity: Severity
  description: string
  /** ARNs without qualifier. */
  resourceArns: string[]
  /** Package vulnerabilities: what is vulnerable and what mends it. */
  vulnerability: Field<{
    id: string
    packageName: string
    version: string
    fixedIn: string | null
    exploited: boolean
  }>
  firstSeenAt: Field<string>
  lastSeenAt: Field<string>
  url: string | null
  unknownFields: string[]
}
