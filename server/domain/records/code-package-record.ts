import type { Field } from '#server/domain/field.ts'
import type { Severity } from '#server/domain/severity.ts'
import type { SecretMatch } from './secret-match.ts'

export const ECOSYSTEMS = ['npm', 'PyPI', 'Maven', 'Go', 'RubyGems', 'NuGet'] as const
/** As OSV names it. */
export type Ecosystem = (typeof ECOSYSTEMS)[number]

export type Dependency = { ecosystem: Ecosystem; name: string; version: string; path: string }

export type Vulnerability = {
  /** The advisory's id in the database: GHSA-…, PYSEC-…; CVEs are aliases. */
  id: string
  aliases: string[]
  severity: Severity
  summary: string
  ecosystem: Ecosystem
  name: string
  version: string
  fixedIn: string | null
  path: string
}

/** What is inside a function's or layer version's zip. Written only where the administrator allows downloading code. */
export type CodePackageRecord = {
  kind: 'code-package'
  /** The function's or layer version's ARN, then `:code`. */
  arn: string
  /** Name of the function, or layer and version. */
  name: string
  accountId: string
  region: string
  /** ARN of the function or layer version. */
  ownerArn: string
  codeSha256: string
  dependencies: Field<Dependency[]>
  /** Failed where no vulnerability database was given. */
  vulnerabilities: Field<Vulnerability[]>
  /** Day of the newest advisory of the database. */
  databaseDate: Field<string>
  secrets: Field<SecretMatch[]>
  unknownFields: string[]
}
