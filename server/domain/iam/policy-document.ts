import { asArray, asObject, asText, isObject, parseJson } from '#server/domain/json.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'

export type PolicyPrincipal = { type: string; value: string }
export type PolicyCondition = { operator: string; key: string; values: string[] }

/** A statement with every element as a list, whether the document had a list or a single value. */
export type PolicyStatement = {
  sid?: string
  effect: string
  principals: PolicyPrincipal[]
  notPrincipals: PolicyPrincipal[]
  actions: string[]
  notActions: string[]
  resources: string[]
  notResources: string[]
  conditions: PolicyCondition[]
}

/** Deeper than any policy, and shallow enough for whatever goes through it by recursion. */
const MAX_DEPTH = 100

/** Whether brackets stand within brackets further than a policy's do; those in strings count too, which only errs on the safe side. */
function isDeep(text: string): boolean {
  let depth = 0
  for (const c of text) {
    if (c === '[' || c === '{') depth += 1
    else if (c === ']' || c === '}') depth -= 1
    if (depth > MAX_DEPTH) return true
  }
  return false
}

/** Reads a policy as AWS gives it: JSON, URL-encoded JSON (IAM), or neither, then `parsed` is undefined. Never throws. */
export function parsePolicyDocument(text: string): PolicyDocument {
  const direct = parseJson(text)
  if (direct !== undefined) return { raw: text, parsed: isDeep(text) ? undefined : direct }
  const decoded = urlDecoded(text)
  const parsed = decoded === undefined || isDeep(decoded) ? undefined : parseJson(decoded)
  return parsed === undefined || decoded === undefined
    ? { raw: text, parsed: undefined }
    : { raw: decoded, parsed }
}

/** The statements of a policy; undefined when the document is no policy, so that nobody takes it for an empty one. */
export function policyStatements(document: PolicyDocument): PolicyStatement[] | undefined {
  if (!isObject(document.parsed)) return undefined
  const { Statement: statement } = document.parsed
  if (statement === undefined || statement === null) return undefined
  const list = Array.isArray(statement) ? statement : [statement]
  return list.every(isObject) ? list.map(readStatement) : undefined
}

function readStatement(statement: Record<string, unknown>): PolicyStatement {
  return {
    sid: asText(statement.Sid),
    effect: asText(statement.Effect) ?? '',
    principals: readPrincipals(statement.Principal),
    notPrincipals: readPrincipals(statement.NotPrincipal),
    actions: texts(statement.Action),
    notActions: texts(statement.NotAction),
    resources: texts(statement.Resource),
    notResources: texts(statement.NotResource),
    conditions: readConditions(statement.Condition),
  }
}

function readPrincipals(principal: unknown): PolicyPrincipal[] {
  if (typeof principal === 'string') return [{ type: principal === '*' ? '*' : 'AWS', value: principal }]
  if (Array.isArray(principal)) return principal.flatMap(readPrincipals)
  return Object.entries(asObject(principal)).flatMap(([type, value]) =>
    texts(value).map((one) => ({ type, value: one })),
  )
}

function readConditions(condition: unknown): PolicyCondition[] {
  return Object.entries(asObject(condition)).flatMap(([operator, keys]) =>
    Object.entries(asObject(keys)).map(([key, values]) => ({ operator, key, values: texts(values) })),
  )
}

function texts(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value]
  return asArray(list).flatMap((one) => {
    if (typeof one === 'string') return [one]
    return typeof one === 'number' || typeof one === 'boolean' ? [String(one)] : []
  })
}

function urlDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
