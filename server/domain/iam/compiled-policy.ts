import type { StatementRef } from '#server/domain/access/access.ts'
import { asArray, asObject, isObject } from '#server/domain/json.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import { type Glob, globOfTokens, wildcardTokens } from './glob.ts'
import { type PolicyStatement, policyStatements } from './policy-document.ts'

export type PolicySource = { kind: StatementRef['kind']; name: string; arn: string | null }

export type CompiledStatement = Omit<PolicyStatement, 'actions' | 'notActions'> & {
  index: number
  /** Made to match lower case, as actions count in any case; `text` is as written. */
  actions: Glob[]
  notActions: Glob[]
  /** False before policy version 2012-10-17: `${…}` is plain text there. */
  variables: boolean
  /** The statement as it stands in the document. */
  own: unknown
}

export type CompiledPolicy = { source: PolicySource; statements: readonly CompiledStatement[] }

const MAX_QUOTE_LENGTH = 6144
const MAX_CACHED = 1000
/** Thousands of roles share managed policies: a document is compiled once, however often it is stored. */
const cache = new Map<string, readonly CompiledStatement[]>()

/** Makes a policy ready for evaluation; undefined when the document is no policy. Never throws. */
export function compilePolicy(document: PolicyDocument, source: PolicySource): CompiledPolicy | undefined {
  const key = JSON.stringify(document.parsed)
  if (key === undefined) return undefined
  const statements = cache.get(key) ?? compileStatements(document)
  if (!statements) return undefined
  cache.delete(key)
  cache.set(key, statements)
  const oldest = cache.keys().next().value
  if (cache.size > MAX_CACHED && oldest !== undefined) cache.delete(oldest)
  return { source, statements }
}

function compileStatements(document: PolicyDocument): CompiledStatement[] | undefined {
  const statements = policyStatements(document)
  const { Version: version, Statement: own } = asObject(document.parsed)
  return statements?.map((statement, index) => ({
    ...statement,
    index,
    actions: statement.actions.map(compileAction),
    notActions: statement.notActions.map(compileAction),
    conditions: isReadable(asObject(asArray(own)[index] ?? own).Condition)
      ? statement.conditions
      : [...statement.conditions, UNREADABLE],
    variables: version === '2012-10-17',
    own: Array.isArray(own) ? own[index] : own,
  }))
}

const compileAction = (action: string) => globOfTokens(wildcardTokens(action.toLowerCase()), action)

/** Stands for a condition block that is malformed: no operator of that name, so nobody knows whether it holds. */
const UNREADABLE = { operator: 'unreadable', key: 'Condition', values: [] }

const isReadable = (condition: unknown) =>
  condition === undefined || (isObject(condition) && Object.values(condition).every(isObject))

/** Points at a statement and quotes it, at most 6,144 characters of it. */
export function statementRef(policy: CompiledPolicy, index: number): StatementRef {
  const statement = policy.statements.find((one) => one.index === index)
  return {
    policy: policy.source.name,
    policyArn: policy.source.arn,
    kind: policy.source.kind,
    sid: statement?.sid ?? null,
    index,
    quote: statement ? quoteOf(statement) : '',
  }
}

const quotes = new WeakMap<CompiledStatement, string>()

function quoteOf(statement: CompiledStatement): string {
  const quote = quotes.get(statement) ?? JSON.stringify(statement.own).slice(0, MAX_QUOTE_LENGTH)
  quotes.set(statement, quote)
  return quote
}
