import type { Field } from '#server/domain/field.ts'
import { policyStatements } from '#server/domain/iam/policy-document.ts'
import { asArray, asObject } from '#server/domain/json.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import type { NamedPolicy, RoleRecord } from '#server/domain/records/role-record.ts'
import { type JsonPolicy, type JsonStatement, policyVersion } from './normal-statement.ts'

/** One statement of a role's identity policies, written as version 2012-10-17 has it. */
export type TodayStatement = {
  policy: string
  effect: 'Allow' | 'Deny'
  sid: string | undefined
  actions: string[]
  notActions: string[]
  resources: string[]
  notResources: string[]
  /** The condition block as it stands. */
  condition: JsonStatement['Condition'] | undefined
}

/** Inline and attached policies of a role as one list of statements, and what could not be read of them. */
export function todayStatements(record: RoleRecord): { statements: TodayStatement[]; unseen: string[] } {
  const unseen: string[] = []
  const statements = [
    ...statementsOf(record.inlinePolicies, 'inline policies', unseen),
    ...statementsOf(record.attachedPolicies, 'attached policies', unseen),
  ]
  return { statements, unseen }
}

function statementsOf(field: Field<NamedPolicy[]>, what: string, unseen: string[]): TodayStatement[] {
  if (field.state === 'denied') unseen.push(`${what}: reading was denied (${field.permission})`)
  if (field.state === 'failed') unseen.push(`${what}: reading failed (${field.reason})`)
  const policies = field.state === 'known' ? field.value : []
  return policies.flatMap(({ name, document }) => {
    const statements = document.state === 'known' ? readStatements(name, document.value) : undefined
    if (!statements) unseen.push(`policy ${name}: the document could not be read`)
    return statements ?? []
  })
}

function readStatements(policy: string, document: PolicyDocument): TodayStatement[] | undefined {
  const read = policyStatements(document)
  const own = asObject(document.parsed).Statement
  const literal = policyVersion(document) !== '2012-10-17'
  const text = (value: string) => (literal ? value.replace(/\$\{/g, () => '$\u007b$}{') : value)
  return read?.flatMap((statement, index): TodayStatement[] => {
    const { effect, sid, actions, notActions, notResources } = statement
    const resources = statement.resources.map(text)
    const isComplete = actions.length + notActions.length > 0 && resources.length + notResources.length > 0
    if ((effect !== 'Allow' && effect !== 'Deny') || !isComplete) return []
    const condition = asObject(asArray(own)[index] ?? own).Condition
    return [
      {
        policy,
        effect,
        sid,
        actions: notActions.length > 0 ? [] : actions,
        notActions,
        resources: notResources.length > 0 ? [] : resources,
        notResources: notResources.map(text),
        condition:
          condition === undefined ? undefined : (rewrite(condition, text) as TodayStatement['condition']),
      },
    ]
  })
}

function rewrite(value: unknown, text: (value: string) => string): unknown {
  if (typeof value === 'string') return text(value)
  if (Array.isArray(value)) return value.map((one) => rewrite(one, text))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, rewrite(one, text)]))
}

/** The statements as one document. A Sid that comes twice is left out the second time, as IAM takes each once. */
export function mergedPolicy(statements: TodayStatement[]): JsonPolicy {
  const sids = new Set<string>()
  return {
    Version: '2012-10-17',
    Statement: statements.map(({ sid, effect, actions, notActions, resources, notResources, condition }) => {
      const isNew = sid !== undefined && !sids.has(sid)
      if (sid !== undefined) sids.add(sid)
      return {
        ...(isNew ? { Sid: sid } : {}),
        Effect: effect,
        ...(notActions.length > 0 ? { NotAction: notActions } : { Action: actions }),
        ...(notResources.length > 0 ? { NotResource: notResources } : { Resource: resources }),
        ...(condition === undefined ? {} : { Condition: condition }),
      }
    }),
  }
}
