import { type Field, failed } from '#server/domain/field.ts'
import { asArray, asObject, asText, asTexts, type JsonObject } from '#server/domain/json.ts'
import type {
  DistributionBehaviour,
  DistributionOrigin,
  DistributionRecord,
} from '#server/domain/records/distribution-record.ts'
import { readBoolean, readText, type Shape } from './read-field.ts'
import { listField } from './read-list.ts'

const names =
  'Id ARN ETag Status LastModifiedTime DomainName Aliases Origins OriginGroups DefaultCacheBehavior CacheBehaviors CustomErrorResponses Comment PriceClass Enabled ViewerCertificate Restrictions WebACLId HttpVersion IsIPV6Enabled AliasICPRecordals Staging ConnectionMode AnycastIpListId ViewerMtlsConfig ConnectionFunctionAssociation'
export const DISTRIBUTION: Shape = Object.fromEntries(names.split(' ').map((name) => [name, true]))

type Fields = Pick<
  DistributionRecord,
  'aliases' | 'enabled' | 'status' | 'webAclArn' | 'origins' | 'behaviours' | 'comment'
>

/** Whether an entry of the list has all that a record needs; AWS's has. */
export function isWhole(from: JsonObject): boolean {
  return (
    itemsOf(from.Origins).length > 0 &&
    asText(asObject(from.DefaultCacheBehavior).TargetOriginId) !== undefined
  )
}

/** A distribution's record from its entry in the list, or from its configuration. */
export function readDistribution(from: JsonObject): Fields {
  return {
    aliases: listField(asTexts(itemsOf(from.Aliases)).sort()),
    enabled: readBoolean(from, 'Enabled'),
    status: readText(from, 'Status'),
    webAclArn: readText(from, 'WebACLId'),
    origins: listField(itemsOf(from.Origins).map(readOrigin)),
    behaviours: readBehaviours(from),
    comment: readText(from, 'Comment'),
  }
}

const itemsOf = (list: unknown): unknown[] => asArray(asObject(list).Items)

function readOrigin(value: unknown): DistributionOrigin {
  const from = asObject(value)
  return {
    id: asText(from.Id) ?? '',
    domainName: asText(from.DomainName) ?? '',
    path: asText(from.OriginPath) ?? '',
    originAccessControlId: asText(from.OriginAccessControlId),
    customHeaderNames: itemsOf(from.CustomHeaders)
      .flatMap((header) => asText(asObject(header).HeaderName) ?? [])
      .sort(),
  }
}

/** The default behaviour first. One that goes to a group of origins stands once for each of them. */
function readBehaviours(from: JsonObject): Field<DistributionBehaviour[]> {
  const main = asObject(from.DefaultCacheBehavior)
  if (asText(main.TargetOriginId) === undefined) return failed('unreadable DefaultCacheBehavior')
  const groups = new Map(
    itemsOf(from.OriginGroups).map((group) => {
      const { Id, Members } = asObject(group)
      return [asText(Id), itemsOf(Members).flatMap((member) => asText(asObject(member).OriginId) ?? [])]
    }),
  )
  const all = [{ ...main, PathPattern: '*' }, ...itemsOf(from.CacheBehaviors)]
  return listField(
    all.flatMap((value) => {
      const behaviour = readBehaviour(asObject(value))
      return (groups.get(behaviour.originId) ?? [behaviour.originId]).map((originId) => ({
        ...behaviour,
        originId,
      }))
    }),
  )
}

function readBehaviour(from: JsonObject): DistributionBehaviour {
  const asks = (name: string) => asObject(from[name]).Enabled === true
  return {
    pathPattern: asText(from.PathPattern) ?? '',
    originId: asText(from.TargetOriginId) ?? '',
    viewerProtocolPolicy: asText(from.ViewerProtocolPolicy),
    allowedMethods: asTexts(itemsOf(from.AllowedMethods)).sort(),
    restrictsViewers: asks('TrustedSigners') || asks('TrustedKeyGroups'),
    functions: itemsOf(from.LambdaFunctionAssociations)
      .map(asObject)
      .map(({ EventType, LambdaFunctionARN, IncludeBody }) => ({
        eventType: asText(EventType) ?? '',
        arn: asText(LambdaFunctionARN) ?? '',
        includesBody: IncludeBody === true,
      }))
      .sort((a, b) => (a.eventType < b.eventType ? -1 : 1)),
  }
}
