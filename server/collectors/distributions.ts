import { GetDistributionCommand, ListDistributionsCommand } from '@aws-sdk/client-cloudfront'
import { call } from '#server/aws/call.ts'
import type { Operation } from '#server/aws/operation.ts'
import { asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { DistributionRecord } from '#server/domain/records/distribution-record.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import { DISTRIBUTION, isWhole, readDistribution } from './read-distribution.ts'
import { type Batches, readEach, unreadable } from './read-each.ts'
import { unseen } from './read-field.ts'
import { unknownXmlMembers } from './unknown-xml-members.ts'

const operation = (name: string, hides: string): Operation => ({
  service: 'cloudfront',
  name,
  permission: `cloudfront:${name}`,
  costUsd: 0,
  hides,
})
const listDistributions = operation('ListDistributions', 'CloudFront before functions, and Lambda@Edge')
const getDistribution = operation(
  'GetDistribution',
  'what a distribution leads to, where the list does not say it',
)

/** All CloudFront distributions. The list says everything; one whose entry lacks its origins is asked for by itself. */
export const distributions = defineCollector<DistributionRecord>({
  id: 'distributions',
  title: 'CloudFront',
  scope: 'account',
  kind: 'distribution',
  changedBy: ['cloudfront.amazonaws.com'],
  operations: [listDistributions, getDistribution],
  async *collect(context): Batches<DistributionRecord> {
    const unknown = new Map<string, string[]>()
    const paging = {
      operation: listDistributions,
      command: (Marker: string | undefined) => new ListDistributionsCommand({ Marker, MaxItems: 100 }),
      within: 'DistributionList',
      items: 'Items',
      token: 'NextMarker',
      emptyAllowed: true,
      element: 'DistributionList',
      onAnswer: ({ xml = '' }: { xml?: string }) => {
        const found = unknownXmlMembers(xml, 'Items', 'Id', DISTRIBUTION, 'DistributionSummary')
        for (const [id, names] of found) unknown.set(id, names)
      },
    }
    return yield* readEach(context, paging, async (item) => {
      const id = asText(item.Id)
      const arn = asText(item.ARN)
      if (id === undefined || arn === undefined) throw unreadable('a distribution')
      const identity = {
        kind: 'distribution' as const,
        arn,
        name: id,
        accountId: context.account.id,
        region: GLOBAL_REGION,
        domainName: asText(item.DomainName) ?? '',
        unknownFields: unknown.get(id) ?? [],
      }
      if (isWhole(item)) return { ...identity, ...readDistribution(item) }
      return readWhole(context, id, item, identity)
    })
  },
})

type Identity = Pick<
  DistributionRecord,
  'kind' | 'arn' | 'name' | 'accountId' | 'region' | 'domainName' | 'unknownFields'
>

async function readWhole(
  context: CollectorContext,
  Id: string,
  item: JsonObject,
  identity: Identity,
): Promise<DistributionRecord | undefined> {
  const result = await call(context, getDistribution, new GetDistributionCommand({ Id }), { resource: Id })
  if (result.state === 'not-found') return undefined
  if (result.state !== 'ok')
    return { ...identity, ...readDistribution(item), origins: unseen(result), behaviours: unseen(result) }
  const configuration = asObject(asObject(asObject(result.output).Distribution).DistributionConfig)
  return { ...identity, ...readDistribution({ ...item, ...configuration }) }
}
