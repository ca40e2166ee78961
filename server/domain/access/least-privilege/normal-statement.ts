import {
  type PolicyStatement,
  parsePolicyDocument,
  policyStatements,
} from '#server/domain/iam/policy-document.ts'
import { asArray, isObject, parseJson } from '#server/domain/json.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'

/** A statement as IAM's language writes it, with lists throughout. */
export type JsonStatement = {
  Sid?: string
  Effect: string
  Action?: string[]
  NotAction?: string[]
  Resource?: string[]
  NotResource?: string[]
  Condition?: Record<string, Record<string, string | string[]>>
}
export type JsonPolicy = { Version: string; Statement: JsonStatement[] }

/** Reads a document, its text or an already parsed policy; undefined when it is none. */
export function readPolicy(policy: PolicyDocument | JsonPolicy | string): PolicyStatement[] | undefined {
  if (typeof policy === 'string') return policyStatements(parsePolicyDocument(policy))
  if ('raw' in policy) return policyStatements(policy)
  return policyStatements({ raw: '', parsed: policy })
}

/** `2008-10-17` unless the document says otherwise: IAM's own default, in which `${…}` is plain text. */
export function policyVersion(document: PolicyDocument): string {
  const parsed = isObject(document.parsed) ? document.parsed : parseJson(document.raw)
  const version = isObject(parsed) ? parsed.Version : undefined
  return typeof version === 'string' ? version : '2008-10-17'
}

export function toJsonStatement(statement: PolicyStatement): JsonStatement {
  const { effect, actions, notActions, resources, notResources, conditions } = statement
  const condition: NonNullable<JsonStatement['Condition']> = {}
  for (const { operator, key, values } of conditions) {
    const keys = Object.hasOwn(condition, operator) ? condition[operator] : undefined
    Object.defineProperty(keys ?? own(condition, operator), key, {
      value: values.length === 1 ? (values[0] ?? '') : values,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return {
    ...(statement.sid === undefined ? {} : { Sid: statement.sid }),
    Effect: effect,
    ...(notActions.length > 0 ? { NotAction: notActions } : { Action: actions }),
    ...(notResources.length > 0 ? { NotResource: notResources } : { Resource: resources }),
    ...(conditions.length > 0 ? { Condition: condition } : {}),
  }
}

function own(condition: Record<string, Record<string, string | string[]>>, operator: string) {
  const keys: Record<string, string | string[]> = {}
  Object.defineProperty(condition, operator, {
    value: keys,
    enumerable: true,
    configurable: true,
    writable: true,
  })
  return keys
}

/** One condition in words: `StringEquals aws:SourceAccount = 1 or 2`. */
export function conditionText(condition: PolicyStatement['conditions'][number]): string {
  const values = asArray(condition.values).join(' or ')
  return `${condition.operator} ${condition.key} = ${values === '' ? '(nothing)' : values}`
}
