import { asArray, asObject } from '#server/domain/json.ts'

type Resolve = (expression: unknown) => unknown

const listOf = (value: unknown) => (Array.isArray(value) ? value : value === undefined ? [] : [value])

/** The policy that an aws_iam_policy_document's configuration stands for. Source: Terraform AWS provider documentation. */
export function policyOfExpressions(expressions: Record<string, unknown>, resolve: Resolve): unknown {
  const given = (from: Record<string, unknown>, name: string) =>
    from[name] === undefined ? undefined : resolve(from[name])
  // Documents that it is put together from are not followed: what they add is not known.
  if (
    expressions.source_policy_documents !== undefined ||
    expressions.override_policy_documents !== undefined
  )
    return undefined
  const statements = listOf(expressions.statement).map(asObject)
  const Statement = statements.map((statement) => {
    const members: Record<string, unknown> = { Effect: given(statement, 'effect') ?? 'Allow' }
    const set = (name: string, value: unknown) => {
      if (value !== undefined) members[name] = value
    }
    set('Sid', given(statement, 'sid'))
    set('Action', given(statement, 'actions'))
    set('NotAction', given(statement, 'not_actions'))
    set('Resource', given(statement, 'resources'))
    set('NotResource', given(statement, 'not_resources'))
    set('Principal', principals(statement.principals, resolve))
    set('NotPrincipal', principals(statement.not_principals, resolve))
    set('Condition', conditions(statement.condition, resolve))
    return members
  })
  return { Version: '2012-10-17', Statement }
}

function principals(blocks: unknown, resolve: Resolve): unknown {
  const entries = listOf(blocks).map((block): [string, unknown] => {
    const { type, identifiers } = asObject(block)
    return [String(resolve(type)), resolve(identifiers)]
  })
  if (entries.length === 0) return undefined
  const everyone = entries.find(([type]) => type === '*')
  return everyone ? '*' : Object.fromEntries(entries)
}

function conditions(blocks: unknown, resolve: Resolve): unknown {
  const list = asArray(listOf(blocks)).map(asObject)
  if (list.length === 0) return undefined
  const condition: Record<string, Record<string, unknown>> = {}
  for (const { test, variable, values } of list) {
    const operator = String(resolve(test))
    condition[operator] = { ...condition[operator], [String(resolve(variable))]: resolve(values) }
  }
  return condition
}
