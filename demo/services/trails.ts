import type { Account } from '#demo/estate/model.ts'
import { makeTrails, type TrailSpec } from '#demo/estate/platform/trails.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import type { Call, Operation } from './call.ts'

const made = new WeakMap<Account, TrailSpec[]>()

function trailsOf(call: Call): TrailSpec[] {
  const known = made.get(call.account)
  if (known) return known
  const trails = makeTrails(call.account, call.world.estate.accounts[0]?.id ?? call.account.id)
  made.set(call.account, trails)
  return trails
}

/** Trails of other home regions that record this one as well are its shadow trails. */
function describeTrails(call: Call): unknown {
  const here = trailsOf(call).filter(
    (trail) =>
      trail.homeRegion === call.region || (trail.multiRegion && call.input.includeShadowTrails !== false),
  )
  return {
    trailList: here.map((trail) => ({
      Name: trail.name,
      S3BucketName: trail.bucket,
      IncludeGlobalServiceEvents: trail.multiRegion,
      IsMultiRegionTrail: trail.multiRegion,
      HomeRegion: trail.homeRegion,
      TrailARN: trail.arn,
      LogFileValidationEnabled: trail.validated,
      ...(trail.logGroupArn ? { CloudWatchLogsLogGroupArn: trail.logGroupArn } : {}),
      ...(trail.kmsKeyArn ? { KmsKeyId: trail.kmsKeyArn } : {}),
      HasCustomEventSelectors: true,
      HasInsightSelectors: false,
      IsOrganizationTrail: false,
    })),
  }
}

/** By ARN anywhere, by name in the home region alone. */
function findTrail(call: Call): TrailSpec {
  const name = String(call.input.Name ?? call.input.TrailName ?? '')
  const found = trailsOf(call).find(
    (trail) => trail.arn === name || (trail.name === name && trail.homeRegion === call.region),
  )
  const message = `Unknown trail: ${name} for the user: ${call.account.id}`
  if (!found) throw new AwsError('TrailNotFoundException', 400, message)
  return found
}

function getTrailStatus(call: Call): unknown {
  const { logging, deliveryError } = findTrail(call)
  const nowMs = call.world.now()
  return {
    IsLogging: logging,
    ...(deliveryError ? { LatestDeliveryError: deliveryError } : {}),
    LatestDeliveryTime: new Date(nowMs - (nowMs % 300_000)),
    StartLoggingTime: new Date(Date.UTC(2024, 1, 1)),
    ...(logging ? {} : { StopLoggingTime: new Date(Date.UTC(2025, 8, 1)) }),
  }
}

function getEventSelectors(call: Call): unknown {
  const { arn, selectors } = findTrail(call)
  return { TrailARN: arn, ...selectors }
}

const bucket = { name: 'trails', perSecond: 10 }
const resource = ({ account, region, input }: Call) =>
  String(input.Name ?? input.TrailName ?? `arn:aws:cloudtrail:${region}:${account.id}:trail/*`)

export const trailOperations: Record<string, Operation> = {
  DescribeTrails: { bucket, run: describeTrails, resource },
  GetTrailStatus: { bucket, run: getTrailStatus, resource },
  GetEventSelectors: { bucket, run: getEventSelectors, resource },
}
