import type { UsedVpc } from '#server/collectors/vpcs.ts'
import { parseArn } from '#server/domain/arn.ts'
import { type Field, valueOr } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'

const LOG_GROUP = /arn:[a-z-]+:logs:[a-z0-9-]*:[0-9]*:log-group:([A-Za-z0-9_/.#-]+)/g
const POLLED = new Set(['sqs', 'kinesis', 'dynamodb'])

type Of<K extends ResourceRecord['kind']> = Extract<ResourceRecord, { kind: K }>

/** Records of one account and region, by kind. */
class Place {
  readonly #records: readonly ResourceRecord[]
  readonly region: string

  constructor(records: readonly ResourceRecord[], region: string) {
    this.#records = records
    this.region = region
  }

  of<K extends ResourceRecord['kind']>(kind: K): Of<K>[] {
    return this.#records.filter((record): record is Of<K> => record.kind === kind)
  }
}

const known = <T>(...fields: (Field<T> | undefined)[]): T[] =>
  fields.flatMap((field) => (field?.state === 'known' ? [field.value] : []))
const sorted = (texts: Iterable<string>) => [...new Set(texts)].sort()

function failureTargets(fn: FunctionRecord): string[] {
  const configs = valueOr(fn.eventInvokeConfigs, []) ?? []
  const destinations = configs.flatMap(({ onFailure, onSuccess }) => [onFailure, onSuccess])
  return [...known(fn.deadLetterTargetArn), ...destinations].filter((arn) => arn !== undefined)
}

function namedArns(place: Place): string[] {
  const mappings = place.of('event-source-mapping')
  return [
    ...mappings.flatMap((one) => known(one.eventSourceArn, one.onFailureArn)),
    ...place.of('function').flatMap(failureTargets),
  ]
}

function eventSources(place: Place): string[] {
  return sorted(
    namedArns(place).filter((text) => {
      const arn = parseArn(text)
      return arn !== undefined && POLLED.has(arn.service) && arn.region === place.region
    }),
  )
}

function topics(place: Place): string[] {
  const subscribed = place.of('topic-subscription').map(({ topicArn }) => topicArn)
  return sorted([...subscribed, ...namedArns(place).filter((arn) => parseArn(arn)?.service === 'sns')])
}

function grantedLogGroups(place: Place): string[] {
  const policies = place
    .of('function')
    .flatMap((fn) => [
      ...known(fn.policy),
      ...known(fn.qualifiedPolicies).flatMap((byQualifier) => Object.values(byQualifier)),
    ])
  const granted = policies.filter(({ raw }) => raw.includes('logs.'))
  return sorted(granted.flatMap(({ raw }) => [...raw.matchAll(LOG_GROUP)].map(([, name = '']) => name)))
}

function usedVpcs(place: Place): UsedVpc[] {
  const groups = new Map<string, Set<string>>()
  for (const { vpcId, securityGroupIds } of place.of('function').flatMap(({ vpc }) => known(vpc))) {
    const ids = groups.get(vpcId) ?? new Set()
    groups.set(vpcId, ids)
    for (const id of securityGroupIds) ids.add(id)
  }
  return [...groups].map(([vpcId, ids]) => ({ vpcId, securityGroupIds: [...ids].sort() }))
}

function kmsKeys(place: Place): string[] {
  return sorted([
    ...place
      .of('function')
      .flatMap(({ kmsKeyArn, environment }) => [
        ...known(kmsKeyArn),
        ...known(environment).flatMap((variables) => variables.kmsKeyArn ?? []),
      ]),
    ...place.of('event-source-mapping').flatMap(({ kmsKeyArn }) => known(kmsKeyArn)),
    ...place.of('event-source').flatMap(({ kmsKeyId }) => known(kmsKeyId)),
    ...place.of('topic').flatMap(({ kmsKeyId }) => known(kmsKeyId)),
    ...place.of('log-group').flatMap(({ kmsKeyArn }) => known(kmsKeyArn)),
    ...place.of('trail').flatMap(({ kmsKeyArn }) => known(kmsKeyArn)),
  ])
}

const ofFunctions =
  <T>(field: (fn: FunctionRecord) => Field<T>) =>
  (place: Place) =>
    place.of('function').flatMap((fn) => known(field(fn)))

const roleArns = (place: Place) => sorted(ofFunctions(({ roleArn }) => roleArn)(place))

/** What these collectors are told; all others ask for nothing. */
const INPUTS: Record<string, (place: Place) => unknown> = {
  'event-sources': eventSources,
  'log-subscriptions': grantedLogGroups,
  'log-groups': (place) => sorted(ofFunctions(({ logGroup }) => logGroup)(place)),
  layers: (place) => sorted(ofFunctions(({ layers }) => layers)(place).flat()),
  vpcs: usedVpcs,
  topics,
  'image-repositories': (place) => sorted(ofFunctions(({ imageUri }) => imageUri)(place)),
  'security-hub-findings': roleArns,
  'guardduty-findings': roleArns,
  'inspector-findings': roleArns,
  'access-analyzer-findings': roleArns,
  'config-findings': roleArns,
  'kms-keys': kmsKeys,
}
/** These wait for what is asked of functions one by one. */
const AFTER_FUNCTIONS = new Set(['event-sources', 'log-subscriptions', 'topics', 'image-repositories'])
/** Told of what others, that are told themselves, bring. */
const LAST = new Set(['kms-keys'])

export const ROUNDS = ['listed', 'read', 'last'] as const
export type Round = (typeof ROUNDS)[number]

/** When a collector is run: once functions are listed, once each was asked for what it has, or when all else is done. */
export function roundOf(collectorId: string): Round {
  if (LAST.has(collectorId)) return 'last'
  return AFTER_FUNCTIONS.has(collectorId) ? 'read' : 'listed'
}

/** What a collector is told of the records of its account and region. */
export function inputOf(collectorId: string, records: readonly ResourceRecord[], region: string): unknown {
  return INPUTS[collectorId]?.(new Place(records, region))
}
