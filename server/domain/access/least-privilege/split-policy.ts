import type { JsonPolicy, JsonStatement } from './normal-statement.ts'

/** Source: IAM quotas. White space does not count. */
export const MAX_INLINE_CHARACTERS = 10_240
export const MAX_MANAGED_CHARACTERS = 6144

/** Characters that IAM counts: no white space, UTF-16 units. */
export function policyCharacters(policy: JsonPolicy): number {
  return JSON.stringify(policy).replace(/\s/g, '').length
}

const FRAME = policyCharacters({ Version: '2012-10-17', Statement: [] }) + 1

/** One document where it fits inline, else as many as managed policies of the allowed size take. */
export function splitPolicy(policy: JsonPolicy): JsonPolicy[] {
  if (policyCharacters(policy) <= MAX_INLINE_CHARACTERS) return [policy]
  const parts: JsonStatement[][] = [[]]
  let size = FRAME
  for (const statement of policy.Statement.flatMap(cutStatement)) {
    const own = sizeOf(statement) + 1
    if (size + own > MAX_MANAGED_CHARACTERS && parts.at(-1)?.length) {
      parts.push([])
      size = FRAME
    }
    parts.at(-1)?.push(statement)
    size += own
  }
  return parts.map((Statement) => ({ Version: policy.Version, Statement }))
}

const sizeOf = (statement: JsonStatement) => JSON.stringify(statement).replace(/\s/g, '').length

/** Halves the longer of a statement's lists until it fits; NotAction and NotResource cannot be cut. */
function cutStatement(statement: JsonStatement): JsonStatement[] {
  if (FRAME + sizeOf(statement) <= MAX_MANAGED_CHARACTERS) return [statement]
  const { Sid: _, ...rest } = statement
  const key = longest(statement)
  if (key === undefined) return [statement]
  const list = statement[key] ?? []
  const half = Math.ceil(list.length / 2)
  return [list.slice(0, half), list.slice(half)].flatMap((part) => cutStatement({ ...rest, [key]: part }))
}

function longest(statement: JsonStatement): 'Action' | 'Resource' | undefined {
  const size = (key: 'Action' | 'Resource') =>
    (statement[key]?.length ?? 0) > 1 ? JSON.stringify(statement[key]).length : 0
  const [action, resource] = [size('Action'), size('Resource')]
  if (action === 0 && resource === 0) return undefined
  return action >= resource ? 'Action' : 'Resource'
}
