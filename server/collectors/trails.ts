import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail'
import type { Operation } from '#server/aws/operation.ts'
import { parseArn } from '#server/domain/arn.ts'
import { type Field, failed } from '#server/domain/field.ts'
import { asText, type JsonObject } from '#server/domain/json.ts'
import type { TrailSettingsRecord } from '#server/domain/records/trail-settings-record.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import { type Batches, readEach, unreadable } from './read-each.ts'
import { readDataEvents, readManagementEvents } from './read-event-selectors.ts'
import { readBoolean, readText, type Shape, unknownMembers } from './read-field.ts'
import { inAnswer, readObject } from './read-object.ts'

const operation = (name: string, hides: string): Operation => ({
  service: 'cloudtrail',
  name,
  permission: `cloudtrail:${name}`,
  costUsd: 0,
  hides,
})
const describeTrails = operation('DescribeTrails', 'which trails record the account, and how they are kept')
const getTrailStatus = operation('GetTrailStatus', 'whether a trail is recording, and whether it can deliver')
const getEventSelectors = operation(
  'GetEventSelectors',
  'which events a trail records, invocations of functions among them',
)

const TRAIL: Shape = {
  Name: true,
  S3BucketName: true,
  S3KeyPrefix: true,
  SnsTopicName: true,
  SnsTopicARN: true,
  IncludeGlobalServiceEvents: true,
  IsMultiRegionTrail: true,
  HomeRegion: true,
  TrailARN: true,
  LogFileValidationEnabled: true,
  CloudWatchLogsLogGroupArn: true,
  CloudWatchLogsRoleArn: true,
  KmsKeyId: true,
  HasCustomEventSelectors: true,
  HasInsightSelectors: true,
  IsOrganizationTrail: true,
}
const REGION = /^[a-z]{2,}(-[a-z0-9]+)+$/

/**
 * The trails that record what happens in the region: its own, and those of another home region or of the organisation.
 * What they record is asked for in their home region.
 */
export const trails = defineCollector<TrailSettingsRecord>({
  id: 'trails',
  title: 'CloudTrail trails',
  scope: 'region',
  kind: 'trail',
  changedBy: ['cloudtrail.amazonaws.com'],
  operations: [describeTrails, getTrailStatus, getEventSelectors],
  async *collect(context): Batches<TrailSettingsRecord> {
    const paging = {
      operation: describeTrails,
      command: () => new DescribeTrailsCommand({ includeShadowTrails: true }),
      items: 'trailList',
      token: 'NextToken',
    }
    const { complete } = yield* readEach(context, paging, (trail) => readTrail(context, trail))
    return { complete }
  },
})

async function readTrail(context: CollectorContext, from: JsonObject): Promise<TrailSettingsRecord> {
  const arn = asText(from.TrailARN)
  const name = asText(from.Name)
  if (arn === undefined || name === undefined) throw unreadable('a trail')
  const home = asText(from.HomeRegion) ?? parseArn(arn)?.region ?? ''
  const there = { ...context, region: REGION.test(home) ? home : context.region }
  const [status, selectors] = await Promise.all([
    ask(there, getTrailStatus, new GetTrailStatusCommand({ Name: arn }), arn),
    ask(there, getEventSelectors, new GetEventSelectorsCommand({ TrailName: arn }), arn),
  ])
  return {
    kind: 'trail',
    arn,
    name,
    accountId: context.account.id,
    region: context.region,
    isMultiRegion: readBoolean(from, 'IsMultiRegionTrail'),
    isOrganizationTrail: readBoolean(from, 'IsOrganizationTrail'),
    includesGlobalEvents: readBoolean(from, 'IncludeGlobalServiceEvents'),
    isLogging: inAnswer(status, (found) => readBoolean(found, 'IsLogging')),
    validatesLogFiles: readBoolean(from, 'LogFileValidationEnabled'),
    kmsKeyArn: readText(from, 'KmsKeyId'),
    bucket: readText(from, 'S3BucketName'),
    logGroupArn: readText(from, 'CloudWatchLogsLogGroupArn'),
    deliveryError: inAnswer(status, (found) => readText(found, 'LatestDeliveryError')),
    managementEvents: inAnswer(selectors, readManagementEvents),
    dataEvents: inAnswer(selectors, readDataEvents),
    unknownFields: unknownMembers(from, TRAIL),
  }
}

/**
 * A trail that was listed is there: what cannot be found any more was not seen. Of an organisation's trail CloudTrail tells
 * members less than the account that owns it.
 */
async function ask(
  context: CollectorContext,
  of: Operation,
  command: Parameters<typeof readObject>[2],
  resource: string,
): Promise<Field<JsonObject>> {
  const answer = await readObject(context, of, command, { resource })
  if (answer.state !== 'absent') return answer
  const isOwn = parseArn(resource)?.accountId === context.account.id
  return failed(isOwn ? 'gone since it was listed' : 'told to the account that owns the trail alone')
}
