import type { FunctionSpec } from '#demo/estate/model.ts'
import { hexFrom } from '#demo/estate/prng.ts'
import { watchOf } from '#demo/estate/watch/watch.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { matchReads } from '#demo/protocol/rest-routes.ts'
import { boundedInt, type Call, type Operation, page, partitionOf } from './call.ts'

const bucket = { name: 'guardduty', perSecond: 5 }
const bad = (message = 'The request is rejected because the input is invalid.') =>
  new AwsError('BadRequestException', 400, message, { __type: 'InvalidInputException' })

export const matchGuardDuty = matchReads([
  ['ListDetectors', '/detector'],
  ['GetDetector', '/detector/{DetectorId}'],
  ['ListFindings', '/detector/{DetectorId}/findings', 'POST'],
  ['GetFindings', '/detector/{DetectorId}/findings/get', 'POST'],
])

function detectorOf(call: Call) {
  const watch = watchOf(partitionOf(call))
  if (watch.detectorId === undefined || call.input.DetectorId !== watch.detectorId)
    throw bad('The request is rejected because the input detectorId is not owned by the current account.')
  return watch
}

function getDetector(call: Call): unknown {
  const { lambdaProtection } = detectorOf(call)
  const feature = (name: string, isOn: boolean) => ({ name, status: isOn ? 'ENABLED' : 'DISABLED' })
  return {
    createdAt: '2024-05-06T07:08:09.000Z',
    findingPublishingFrequency: 'SIX_HOURS',
    serviceRole: `arn:aws:iam::${call.account.id}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`,
    status: 'ENABLED',
    features: [
      feature('CLOUD_TRAIL', true),
      feature('S3_DATA_EVENTS', true),
      feature('LAMBDA_NETWORK_LOGS', lambdaProtection),
    ],
  }
}

const idOf = (fn: FunctionSpec) => hexFrom(32, fn.arn, 'guardduty')

function listFindings(call: Call): unknown {
  const { attacked } = detectorOf(call)
  const size = boundedInt(call.input.maxResults, 50, 1, 50, () => bad())
  const { items, token } = page(call, attacked, call.input.nextToken || undefined, size, () => bad())
  return { findingIds: items.map(idOf), nextToken: token ?? '' }
}

function getFindings(call: Call): unknown {
  const { attacked } = detectorOf(call)
  const wanted = Array.isArray(call.input.findingIds) ? call.input.findingIds : []
  return { findings: attacked.filter((fn) => wanted.includes(idOf(fn))).map((fn) => finding(call, fn)) }
}

function finding(call: Call, fn: FunctionSpec) {
  const { detectorId } = watchOf(partitionOf(call))
  const at = (hours: number) => new Date(call.world.now() - hours * 3_600_000).toISOString()
  const id = idOf(fn)
  return {
    schemaVersion: '2.0',
    accountId: call.account.id,
    region: call.region,
    partition: 'aws',
    id,
    arn: `arn:aws:guardduty:${call.region}:${call.account.id}:detector/${detectorId}/finding/${id}`,
    type: 'UnauthorizedAccess:Lambda/MaliciousIPCaller.Custom',
    title: 'A function is calling an address on a threat list.',
    description: `Lambda function ${fn.name} is communicating with an address on a custom threat list.`,
    severity: 7,
    createdAt: at(30),
    updatedAt: at(2),
    resource: {
      resourceType: 'Lambda',
      lambdaDetails: {
        functionArn: fn.arn,
        functionName: fn.name,
        functionVersion: '$LATEST',
        role: `arn:aws:iam::${call.account.id}:role/${fn.roleName}`,
        tags: [],
      },
    },
    service: {
      serviceName: 'guardduty',
      archived: false,
      count: 14,
      eventFirstSeen: at(30),
      eventLastSeen: at(2),
      resourceRole: 'ACTOR',
    },
    ...(call.hostile ? { futureMember: { '<b>': null }, title: '<img src=x onerror=alert(1)>' } : {}),
  }
}

export const guardDutyOperations: Record<string, Operation> = {
  ListDetectors: {
    bucket,
    run: (call) => {
      const { detectorId } = watchOf(partitionOf(call))
      return { detectorIds: detectorId === undefined ? [] : [detectorId] }
    },
  },
  GetDetector: { bucket, run: getDetector },
  ListFindings: { bucket, run: listFindings },
  GetFindings: { bucket, run: getFindings },
}
