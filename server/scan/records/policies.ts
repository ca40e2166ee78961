import { type Field, known } from '#server/domain/field.ts'
import { asObject, isObject, parseJson } from '#server/domain/json.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import type { NamedPolicy } from '#server/domain/records/role-record.ts'
import { holdsUnknown, isUnknownText, withPlaceholders } from '#server/scan/template/unknown.ts'
import { listIn, notYet } from './readers.ts'

const WHO = ['Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction']
const WHAT = ['Effect', 'Action', 'NotAction']

function documentOf(value: unknown): Record<string, unknown> | undefined {
  if (isObject(value)) return value
  const parsed = typeof value === 'string' && !isUnknownText(value) ? parseJson(value) : undefined
  return isObject(parsed) ? parsed : undefined
}

function written(document: Record<string, unknown>): PolicyDocument {
  const parsed = withPlaceholders(document)
  return { raw: JSON.stringify(parsed), parsed }
}

const isSure = (statement: unknown, members: string[]) =>
  isObject(statement) && !members.some((member) => holdsUnknown(statement[member]))

/** A policy of a resource: not known where whom or what it allows is not. Parts of ARNs and conditions may be variables. */
export function resourcePolicy(value: unknown): Field<PolicyDocument> {
  const document = documentOf(value)
  if (!document) return notYet()
  return listIn(document.Statement).every((statement) => isSure(statement, WHO))
    ? known(written(document))
    : notYet()
}

/** A policy of a role or user: what is known of it, and beside it, where there is more, a policy that is not known. */
export function identityPolicies(name: string, value: unknown, arn?: string): NamedPolicy[] {
  const own = { name, ...(arn === undefined ? {} : { arn }) }
  const document = documentOf(value)
  if (!document) return [{ ...own, document: notYet() }]
  const statements = listIn(document.Statement)
  const sure = statements.filter((statement) => isSure(statement, WHAT))
  const policy = { ...own, document: known(written({ ...document, Statement: sure })) }
  if (sure.length === statements.length) return [policy]
  const rest = {
    ...own,
    name: `${name} (statements with unknown actions)`,
    document: notYet<PolicyDocument>(),
  }
  return sure.length === 0 ? [rest] : [policy, rest]
}

/** Statements of several resources as one document; undefined where there is none. */
export function joinedPolicy(documents: readonly unknown[]): Field<PolicyDocument> | undefined {
  if (documents.length === 0) return undefined
  const read = documents.map(documentOf)
  if (read.includes(undefined)) return notYet()
  const Statement = read.flatMap((document) => listIn(asObject(document).Statement))
  return resourcePolicy({ Version: '2012-10-17', Statement })
}
