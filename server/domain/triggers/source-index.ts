import { valueOr } from '#server/domain/field.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import type { DistributionRecord } from '#server/domain/records/distribution-record.ts'
import type { EventSourceRecord } from '#server/domain/records/event-source-record.ts'
import type { LoadBalancerRecord } from '#server/domain/records/load-balancer-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { UserPoolRecord } from '#server/domain/records/user-pool-record.ts'
import type { WebAclRecord } from '#server/domain/records/web-acl-record.ts'
import { linksOf } from './link-sources.ts'
import type { Fronting, SourceLink } from './source-link.ts'
import { collectedKey, describeUnseen, type UnseenSource, unseenOfSource } from './unseen-sources.ts'

/** All sources of all accounts, found by the function that they name, by their own ARN, or by their address. */
export type SourceIndex = {
  /** Which kinds were collected where: `accountId/region/kind`; S3, CloudFront and Organizations under `global`. */
  collected: ReadonlySet<string>
  linksTo: (functionArn: string) => readonly SourceLink[]
  eventSource: (arn: string) => EventSourceRecord | undefined
  api: (accountId: string, region: string, apiId: string) => ApiRecord | undefined
  loadBalancerOf: (targetGroupArn: string) => LoadBalancerRecord | undefined
  userPool: (arn: string) => UserPoolRecord | undefined
  /** The collected account that a bucket is in. */
  bucketOwner: (arn: string) => string | undefined
  webAcl: (arn: string) => WebAclRecord | undefined
  /** Web ACLs that say of themselves that they stand before a resource. */
  webAclsBefore: (resourceArn: string) => readonly WebAclRecord[]
  /** Distributions that have a host name among their origins. */
  frontsOf: (host: string) => readonly Fronting[]
  /** Sentences about sources in reach of this account and region that could not be looked into. */
  unseenFor: (accountId: string, region: string) => readonly string[]
  unseenKinds: (accountId: string, region: string) => ReadonlySet<string>
}

const NONE: readonly never[] = []

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

function addFronts(fronts: Map<string, Fronting[]>, record: DistributionRecord): void {
  const behaviours = valueOr(record.behaviours, []) ?? []
  for (const origin of valueOr(record.origins, []) ?? []) {
    const own = behaviours.filter((behaviour) => behaviour.originId === origin.id)
    push(fronts, origin.domainName.toLowerCase(), { record, origin, behaviours: own })
  }
}

/** Two accounts may have looked at one queue: the answer of the one that saw it counts. */
function isBetter(record: EventSourceRecord, than: EventSourceRecord | undefined): boolean {
  return !than || (than.exists.state !== 'known' && record.exists.state === 'known')
}

/** Indexes the sources among `records`; other kinds are passed over. Each key of `collected` is `accountId/region/kind`. */
export function buildSourceIndex(
  records: Iterable<ResourceRecord>,
  collected: ReadonlySet<string>,
): SourceIndex {
  const links = new Map<string, SourceLink[]>()
  const eventSources = new Map<string, EventSourceRecord>()
  const apis = new Map<string, ApiRecord>()
  const targetGroups = new Map<string, LoadBalancerRecord>()
  const pools = new Map<string, UserPoolRecord>()
  const buckets = new Map<string, string>()
  const webAcls = new Map<string, WebAclRecord>()
  const guarded = new Map<string, WebAclRecord[]>()
  const fronts = new Map<string, Fronting[]>()
  const unseen = new Map<string, UnseenSource[]>()
  for (const record of records) {
    if (record.kind === 'function' || record.kind === 'role' || record.kind === 'user') continue
    for (const { functionArn, link } of linksOf(record)) push(links, functionArn, link)
    for (const one of unseenOfSource(record)) {
      push(unseen, collectedKey(record.accountId, record.region, '').slice(0, -1), one)
    }
    if (record.kind === 'event-source' && isBetter(record, eventSources.get(record.arn))) {
      eventSources.set(record.arn, record)
    } else if (record.kind === 'api') apis.set(`${record.accountId}/${record.region}/${record.apiId}`, record)
    else if (record.kind === 'load-balancer') {
      for (const target of valueOr(record.targets, []) ?? []) targetGroups.set(target.targetGroupArn, record)
    } else if (record.kind === 'user-pool') pools.set(record.arn, record)
    else if (record.kind === 'bucket') buckets.set(record.arn, record.accountId)
    else if (record.kind === 'web-acl') {
      webAcls.set(record.arn, record)
      for (const arn of valueOr(record.resources, []) ?? []) push(guarded, arn, record)
    } else if (record.kind === 'distribution') addFronts(fronts, record)
  }
  const sentences = new Map([...unseen].map(([where, list]) => [where, describeUnseen(list)]))
  const kinds = new Map(
    [...unseen].map(([where, list]) => [where, new Set<string>(list.map((one) => one.kind))]),
  )
  return {
    collected,
    linksTo: (arn) => links.get(arn) ?? NONE,
    eventSource: (arn) => eventSources.get(arn),
    api: (accountId, region, apiId) => apis.get(`${accountId}/${region}/${apiId}`),
    loadBalancerOf: (arn) => targetGroups.get(arn),
    userPool: (arn) => pools.get(arn),
    bucketOwner: (arn) => buckets.get(arn),
    webAcl: (arn) => webAcls.get(arn),
    webAclsBefore: (arn) => guarded.get(arn) ?? NONE,
    frontsOf: (host) => fronts.get(host.toLowerCase()) ?? NONE,
    unseenFor: (accountId, region) => [
      ...(sentences.get(`${accountId}/${region}`) ?? NONE),
      ...(sentences.get(`${accountId}/global`) ?? NONE),
    ],
    unseenKinds: (accountId, region) =>
      new Set([
        ...(kinds.get(`${accountId}/${region}`) ?? NONE),
        ...(kinds.get(`${accountId}/global`) ?? NONE),
      ]),
  }
}
