import { GetWebACLCommand, ListResourcesForWebACLCommand, ListWebACLsCommand } from '@aws-sdk/client-wafv2'
import { call } from '#server/aws/call.ts'
import type { Operation } from '#server/aws/operation.ts'
import { absent, type Field, failed } from '#server/domain/field.ts'
import { asObject, asText, asTexts, isObject, type JsonObject } from '#server/domain/json.ts'
import type { WebAclRecord } from '#server/domain/records/web-acl-record.ts'
import type { CollectorContext } from './define-collector.ts'
import { type Batches, readEach, unreadable } from './read-each.ts'
import { unseen } from './read-field.ts'
import { listField } from './read-list.ts'
import { joinResources, readWebAcl } from './read-web-acl.ts'

const operation = (name: string, hides: string): Operation => ({
  service: 'wafv2',
  name,
  permission: `wafv2:${name}`,
  costUsd: 0,
  hides,
})

export const WEB_ACL_OPERATIONS = {
  list: operation('ListWebACLs', 'firewalls before APIs, load balancers and CloudFront'),
  get: operation('GetWebACL', 'what a firewall blocks, counts and limits'),
  resources: operation('ListResourcesForWebACL', 'which APIs and load balancers a firewall stands before'),
} as const

/** Reads all web ACLs of a scope; those of CloudFront name no resources. */
export async function* readWebAcls(
  context: CollectorContext,
  scope: WebAclRecord['scope'],
): Batches<WebAclRecord> {
  const paging = {
    operation: WEB_ACL_OPERATIONS.list,
    command: (NextMarker: string | undefined) =>
      new ListWebACLsCommand({ Scope: scope, NextMarker, Limit: 100 }),
    items: 'WebACLs',
    token: 'NextMarker',
  }
  return yield* readEach(context, paging, (item) => readOne(context, scope, item))
}

async function readOne(
  context: CollectorContext,
  scope: WebAclRecord['scope'],
  item: JsonObject,
): Promise<WebAclRecord | undefined> {
  const { ARN, Name, Id } = item
  const arn = asText(ARN)
  const name = asText(Name)
  if (arn === undefined || name === undefined) throw unreadable('a web ACL')
  const command = new GetWebACLCommand({ Name: name, Scope: scope, Id: asText(Id) })
  const result = await call(context, WEB_ACL_OPERATIONS.get, command, { resource: name })
  if (result.state === 'not-found') return undefined
  const identity = {
    kind: 'web-acl' as const,
    arn,
    name,
    accountId: context.account.id,
    region: context.region,
    scope,
  }
  const resources =
    scope === 'CLOUDFRONT'
      ? absent<string[]>()
      : joinResources(
          await resourcesOf(context, arn, name, 'API_GATEWAY'),
          await resourcesOf(context, arn, name, 'APPLICATION_LOAD_BALANCER'),
        )
  if (result.state !== 'ok')
    return { ...identity, defaultAction: unseen(result), rules: unseen(result), resources, unknownFields: [] }
  const acl = asObject(result.output).WebACL
  if (!isObject(acl)) {
    const unreadableAcl = <T>(): Field<T> => failed('unreadable WebACL')
    return {
      ...identity,
      defaultAction: unreadableAcl(),
      rules: unreadableAcl(),
      resources,
      unknownFields: [],
    }
  }
  return { ...identity, ...readWebAcl(acl), resources }
}

async function resourcesOf(
  context: CollectorContext,
  WebACLArn: string,
  resource: string,
  ResourceType: 'API_GATEWAY' | 'APPLICATION_LOAD_BALANCER',
): Promise<Field<string[]>> {
  const command = new ListResourcesForWebACLCommand({ WebACLArn, ResourceType })
  const result = await call(context, WEB_ACL_OPERATIONS.resources, command, { resource })
  return result.state === 'ok' ? listField(asTexts(asObject(result.output).ResourceArns)) : unseen(result)
}
