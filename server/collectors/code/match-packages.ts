import { absent, failed, known } from '#server/domain/field.ts'
import type { CodePackageRecord, Dependency } from '#server/domain/records/code-package-record.ts'
import { findVulnerabilities } from '#server/domain/vulnerabilities/find-vulnerabilities.ts'
import { type OsvAnswer, type OsvDatabase, OsvUnreadable } from './osv-database.ts'

/** A record before its packages are looked up. `partial`: what was seen of packages, where that may not be all. */
export type CodeDraft = { record: CodePackageRecord; partial?: readonly Dependency[] }

const NO_DATABASE = 'no vulnerability database is set'

/** The records with what the database knows of their packages. */
export async function withVulnerabilities(
  drafts: readonly CodeDraft[],
  database: Pick<OsvDatabase, 'lookUp'> | undefined,
): Promise<CodePackageRecord[]> {
  const asked = drafts.flatMap(packagesOf)
  const answer = await lookUp(database, asked)
  return drafts.map((draft) => match(draft, answer))
}

const packagesOf = ({ record, partial }: CodeDraft): readonly Dependency[] =>
  record.dependencies.state === 'known' ? record.dependencies.value : (partial ?? [])

async function lookUp(
  database: Pick<OsvDatabase, 'lookUp'> | undefined,
  asked: readonly Dependency[],
): Promise<OsvAnswer | string> {
  if (!database) return NO_DATABASE
  try {
    return await database.lookUp(asked)
  } catch (error) {
    if (error instanceof OsvUnreadable) return error.message
    throw error
  }
}

function match(draft: CodeDraft, answer: OsvAnswer | string): CodePackageRecord {
  const { record, partial } = draft
  if (record.codeSha256 === '') return record
  if (typeof answer === 'string')
    return {
      ...record,
      vulnerabilities: failed(answer),
      databaseDate: answer === NO_DATABASE ? absent() : failed(answer),
    }
  const databaseDate = known(answer.date)
  const { dependencies, vulnerabilities } = record
  const found = findVulnerabilities(packagesOf(draft), answer.advisories)
  if (dependencies.state === 'known') return { ...record, vulnerabilities: known(found), databaseDate }
  const why = dependencies.state === 'failed' ? dependencies.reason : 'not read'
  if (found.length > 0) return { ...record, vulnerabilities: known(found), databaseDate }
  return partial || vulnerabilities.state !== 'known'
    ? { ...record, vulnerabilities: failed(why), databaseDate }
    : record
}
