import { uuidFrom } from '#demo/estate/prng.ts'
import { watchOf } from '#demo/estate/watch/watch.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { matchReads } from '#demo/protocol/rest-routes.ts'
import { boundedInt, type Call, notFound, type Operation, page, partitionOf } from './call.ts'

const bucket = { name: 'access-analyzer', perSecond: 10 }
const bad = () => new AwsError('ValidationException', 400, 'The input is invalid.')

export const matchAccessAnalyzer = matchReads([
  ['ListAnalyzers', '/analyzer'],
  ['ListFindings', '/finding', 'POST'],
  ['ListFindingsV2', '/findingv2', 'POST'],
])

function listAnalyzers(call: Call): unknown {
  const { analyzers } = watchOf(partitionOf(call))
  const { items, token } = page(call, analyzers, call.input.nextToken, 100, bad)
  const createdAt = '2024-05-06T07:08:09Z'
  return {
    analyzers: items.map((one) => ({ ...one, createdAt, status: 'ACTIVE', tags: {} })),
    nextToken: token,
  }
}

function analyzerOf(call: Call) {
  const watch = watchOf(partitionOf(call))
  const analyzer = watch.analyzers.find(({ arn }) => arn === call.input.analyzerArn)
  if (!analyzer) throw notFound('The specified analyzer does not exist.')
  return { watch, analyzer }
}

function listFindings(call: Call): unknown {
  const { watch, analyzer } = analyzerOf(call)
  if (analyzer.type !== 'ACCOUNT') throw bad()
  const size = boundedInt(call.input.maxResults, 100, 1, 100, bad)
  const { items, token } = page(call, watch.open, call.input.nextToken || undefined, size, bad)
  const findings = items.map((fn) => ({
    ...common(call, fn.arn),
    resourceType: 'AWS::Lambda::Function',
    principal: { AWS: '*' },
    action: ['lambda:InvokeFunctionUrl'],
    condition: { 'lambda:FunctionUrlAuthType': 'NONE' },
    isPublic: true,
  }))
  return { findings, nextToken: token }
}

function listOtherFindings(call: Call): unknown {
  const { watch, analyzer } = analyzerOf(call)
  const roles = watch.vulnerable.map(
    ({ roleName }) => call.world.estate.iam(call.account).byRole.get(roleName)?.arn,
  )
  const named = analyzer.type === 'ACCOUNT' ? [] : roles.filter((arn) => arn !== undefined)
  const size = boundedInt(call.input.maxResults, 100, 1, 100, bad)
  const { items, token } = page(call, [...new Set(named)], call.input.nextToken || undefined, size, bad)
  const findings = items.map((arn) => ({
    ...common(call, arn),
    resourceType: 'AWS::IAM::Role',
    findingType: 'UnusedPermission',
  }))
  return { findings, nextToken: token }
}

function common(call: Call, resource: string) {
  const at = (days: number) => new Date(call.world.now() - days * 86_400_000).toISOString()
  return {
    id: uuidFrom(resource, 'access-analyzer'),
    resource,
    resourceOwnerAccount: call.account.id,
    status: 'ACTIVE',
    createdAt: at(20),
    analyzedAt: at(0.5),
    updatedAt: at(20),
    ...(call.hostile ? { futureMember: '<b>' } : {}),
  }
}

export const accessAnalyzerOperations: Record<string, Operation> = {
  ListAnalyzers: { bucket, run: listAnalyzers },
  ListFindings: { bucket, run: listFindings },
  ListFindingsV2: { bucket, run: listOtherFindings },
}
