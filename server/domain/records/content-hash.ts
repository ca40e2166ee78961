import { createHash } from 'node:crypto'
import { isObject } from '#server/domain/json.ts'
import type { ResourceRecord } from './resource-record.ts'

/** Fields that move without the resource having been changed by anybody. */
const WITHOUT_MEANING: Partial<Record<ResourceRecord['kind'], ReadonlySet<string>>> = {
  role: new Set(['lastUsedAt', 'lastUsedRegion']),
  'event-source-mapping': new Set(['lastProcessingResult']),
  'account-settings': new Set(['functionCount', 'totalCodeSizeBytes']),
  'log-group': new Set(['storedBytes']),
  'external-finding': new Set(['lastSeenAt']),
}

/** SHA-256 in hex of what a record means: key order, order inside policies and fields that change by themselves do not count. */
export function contentHash(record: ResourceRecord): string {
  const skip = WITHOUT_MEANING[record.kind]
  const meaning = Object.fromEntries(Object.entries(record).filter(([key]) => !skip?.has(key)))
  return createHash('sha256').update(canonical(meaning, false)).digest('hex')
}

function canonical(value: unknown, sortLists: boolean): string {
  if (Array.isArray(value)) {
    const items = value.map((item) => canonical(item, sortLists))
    return `[${(sortLists ? items.sort() : items).join(',')}]`
  }
  if (!isObject(value)) return JSON.stringify(value) ?? 'null'
  if (isReadPolicy(value)) return `{"policy":${canonical(value.parsed, true)}}`
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item, sortLists)}`).join(',')}}`
}

function isReadPolicy(value: Record<string, unknown>): boolean {
  return Object.keys(value).length === 2 && typeof value.raw === 'string' && value.parsed !== undefined
}
