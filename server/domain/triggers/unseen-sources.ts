import type { Field } from '#server/domain/field.ts'
import { GLOBAL_REGION, type ResourceKind } from '#server/domain/records/resource-kind.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'

/** Kinds whose records may name a function, in words, and the field that does. */
export const NAMING_KINDS = {
  api: 'API Gateway APIs',
  'load-balancer': 'load balancers',
  distribution: 'CloudFront distributions',
  bucket: 'S3 buckets',
  'topic-subscription': 'SNS subscriptions',
  'log-subscription': 'log subscriptions',
  'event-rule': 'EventBridge rules',
  schedule: 'schedules',
  'user-pool': 'Cognito user pools',
  'state-machine': 'state machines',
  'event-source-mapping': 'event source mappings',
} as const satisfies Partial<Record<ResourceKind, string>>
export type NamingKind = keyof typeof NAMING_KINDS

/** What of a source was not seen, though it may name a function. */
export type UnseenSource = { kind: NamingKind; arn: string; text: string }

const GLOBAL_KINDS: ReadonlySet<string> = new Set<NamingKind>(['distribution', 'bucket'])

/** The key under which a kind counts as collected for a function: `accountId/region/kind`, S3 and CloudFront under global. */
export function collectedKey(accountId: string, region: string, kind: string): string {
  return `${accountId}/${GLOBAL_KINDS.has(kind) ? GLOBAL_REGION : region}/${kind}`
}

function namingField(record: ResourceRecord): [what: string, field: Field<unknown>][] {
  switch (record.kind) {
    case 'api':
      return [
        ['routes', record.routes],
        ['authorizers', record.authorizers],
      ]
    case 'load-balancer':
      return [['targets', record.targets]]
    case 'distribution':
      return [['behaviours', record.behaviours]]
    case 'bucket':
      return [['notifications', record.notifications]]
    case 'event-rule':
      return [['targets', record.targets]]
    case 'schedule':
      return [['target', record.targetArn]]
    case 'user-pool':
      return [['triggers', record.triggers]]
    case 'state-machine':
      return [['definition', record.calls]]
    case 'event-source-mapping':
      return [['function', record.functionArn]]
    default:
      return []
  }
}

function isNaming(kind: string): kind is NamingKind {
  return Object.hasOwn(NAMING_KINDS, kind)
}

/** The fields of a source that could name a function and were denied or failed. */
export function unseenOfSource(record: ResourceRecord): UnseenSource[] {
  const { kind, arn } = record
  if (!isNaming(kind)) return []
  return namingField(record).flatMap(([what, field]) => {
    if (field.state === 'denied') return [{ kind, arn, text: `${what}: ${field.permission} is denied` }]
    return field.state === 'failed' ? [{ kind, arn, text: `${what}: ${field.reason}` }] : []
  })
}

/** Unseen sources of one account and region in a few sentences, however many there are. */
export function describeUnseen(unseen: UnseenSource[]): string[] {
  const groups = new Map<string, UnseenSource[]>()
  for (const one of unseen) {
    const key = `${one.kind}\n${one.text}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].map((group) => {
    const [first] = group
    if (!first) return ''
    if (group.length === 1) return `${first.arn}: ${first.text}. It may name this function.`
    return `${group.length} ${NAMING_KINDS[first.kind]}, among them ${first.arn}: ${first.text}. Any of them may name this function.`
  })
}

/** Kinds of sources that were not collected where the function is, in one sentence; CloudFront only where it can matter. */
export function uncollectedKinds(
  fn: { accountId: string; region: string; urls: { state: string } },
  collected: ReadonlySet<string>,
): string[] {
  const matters = (kind: NamingKind) =>
    kind !== 'distribution' || fn.region === 'us-east-1' || fn.urls.state !== 'absent'
  const missing = Object.keys(NAMING_KINDS)
    .filter(isNaming)
    .filter((kind) => matters(kind) && !collected.has(collectedKey(fn.accountId, fn.region, kind)))
  if (missing.length === 0) return []
  const names = missing.map((kind) => NAMING_KINDS[kind]).join(', ')
  return [`Not collected in this account and region: ${names}. Triggers of these kinds may be missing.`]
}
