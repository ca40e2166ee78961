import { policyStatements } from '#server/domain/iam/policy-document.ts'
import { asText, isObject } from '#server/domain/json.ts'

export type FieldChange = { path: string; before: string | null; after: string | null }

/** Names of members that tell the items of a list apart. */
const IDENTITY = [
  'key',
  'name',
  'version',
  'qualifier',
  'url',
  'Sid',
  'arn',
  'id',
  'pathPattern',
  'trigger',
  'state',
]
/** Fields that change with every write and say nothing by themselves. */
const NOISE = new Set(['revisionId', 'kind', 'arn', 'name', 'accountId', 'region', 'unknownFields'])

function isField(
  value: unknown,
): value is { state: string; value?: unknown; permission?: string; reason?: string } {
  return (
    isObject(value) &&
    (value.state === 'known' ||
      value.state === 'absent' ||
      value.state === 'denied' ||
      value.state === 'failed')
  )
}

function isPolicy(value: unknown): value is { raw: string; parsed: unknown } {
  return isObject(value) && typeof value.raw === 'string' && 'parsed' in value
}

function identityOf(item: unknown, index: number): string {
  if (!isObject(item)) return String(index)
  return IDENTITY.map((key) => asText(item[key])).find((text) => text !== undefined) ?? String(index)
}

/** What is known by its key need not say it again. */
function withoutKey(item: unknown): unknown {
  if (!isObject(item) || typeof item.key !== 'string') return item
  const { key: _, ...rest } = item
  return rest
}

function flattenPolicy(
  path: string,
  policy: { raw: string; parsed: unknown },
  into: Map<string, string>,
): void {
  if (!policyStatements({ raw: policy.raw, parsed: policy.parsed }) || !isObject(policy.parsed)) {
    into.set(path, policy.raw)
    return
  }
  const { Statement: statement } = policy.parsed
  const statements: unknown[] = Array.isArray(statement) ? statement : [statement]
  flatten(`${path}.statement`, statements.map(named), into)
}

/** A statement without a Sid is known by its effect and its first action, so that those after it stay what they are. */
function named(statement: unknown): unknown {
  if (!isObject(statement) || asText(statement.Sid)) return statement
  const { Action, NotAction, Effect } = statement
  const actions = [Action ?? NotAction].flat().map(String).sort()
  return {
    ...statement,
    key: `${String(Effect)} ${NotAction === undefined ? '' : 'not '}${actions[0] ?? ''}`,
  }
}

function flatten(path: string, value: unknown, into: Map<string, string>): void {
  if (value === undefined || value === null) return
  if (isField(value)) {
    if (value.state === 'known') flatten(path, value.value, into)
    else if (value.state === 'denied')
      into.set(path, `not seen: ${value.permission ?? 'a permission'} is denied`)
    else if (value.state === 'failed') into.set(path, `not seen: ${value.reason ?? 'reading it failed'}`)
  } else if (isPolicy(value)) flattenPolicy(path, value, into)
  else if (Array.isArray(value)) {
    if (value.some(isObject)) {
      const seen = new Map<string, number>()
      for (const [index, item] of value.entries()) {
        const identity = identityOf(item, index)
        const before = seen.get(identity) ?? 0
        seen.set(identity, before + 1)
        flatten(`${path}[${identity}${before === 0 ? '' : ` #${before + 1}`}]`, withoutKey(item), into)
      }
    } else if (value.length > 0) into.set(path, [...value].map(String).sort().join(', '))
  } else if (isObject(value)) {
    for (const [key, member] of Object.entries(value))
      flatten(path === '' ? key : `${path}.${key}`, member, into)
  } else into.set(path, String(value))
}

/** A record as one text by path: known values, and "not seen: …" where nobody could look. Absent fields are left out. */
export function flattenRecord(record: object): Map<string, string> {
  const into = new Map<string, string>()
  for (const [key, value] of Object.entries(record)) if (!NOISE.has(key)) flatten(key, value, into)
  return into
}

/** What differs between two versions of a record, by path; null stands for absent. */
export function recordDiff(before: object, after: object): FieldChange[] {
  const [old, now] = [flattenRecord(before), flattenRecord(after)]
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => old.get(path) !== now.get(path))
    .sort()
    .map((path) => ({ path, before: old.get(path) ?? null, after: now.get(path) ?? null }))
}
