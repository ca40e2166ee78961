import { codeAddress } from '#demo/code/code-address.ts'
import type { FunctionSpec } from '#demo/estate/model.ts'
import { uuidFrom } from '#demo/estate/prng.ts'
import { urlLabel } from '#demo/incidents/public-url.ts'
import type { FunctionState } from '#demo/life/function-state.ts'
import { type Call, findFunction, notFound, partitionOf } from '#demo/services/call.ts'
import { configuration } from './configuration.ts'
import { codeSigningArn } from './lists.ts'

export function getAccountSettings(call: Call): unknown {
  const { functions } = partitionOf(call)
  const limit = call.account.concurrencyLimit
  const reserved = functions.reduce((sum, fn) => sum + (fn.reserved ?? 0), 0)
  return {
    AccountLimit: {
      TotalCodeSize: 80_530_636_800,
      CodeSizeUnzipped: 262_144_000,
      CodeSizeZipped: 52_428_800,
      ConcurrentExecutions: limit,
      UnreservedConcurrentExecutions: limit - reserved,
    },
    AccountUsage: {
      TotalCodeSize: functions.reduce((sum, fn) => sum + fn.codeBytes, 0),
      FunctionCount: functions.length,
    },
  }
}

export function getFunction(call: Call): unknown {
  const { fn, partition, qualifier } = findFunction(call)
  return {
    Configuration: configuration(call, partition, fn, qualifier),
    Code:
      fn.packageType === 'Image'
        ? {
            RepositoryType: 'ECR',
            ImageUri: `${fn.accountId}.dkr.ecr.${fn.region}.amazonaws.com/${fn.service}:release`,
          }
        : {
            RepositoryType: 'S3',
            Location: codeAddress(
              call.endpoint,
              [fn.accountId, fn.region, 'function', fn.name],
              call.signingNowMs,
            ),
          },
    ...(Object.keys(fn.tags).length > 0 ? { Tags: fn.tags } : {}),
    ...(fn.reserved === undefined ? {} : { Concurrency: { ReservedConcurrentExecutions: fn.reserved } }),
  }
}

export function getPolicy(call: Call): unknown {
  const { fn, partition, qualifier } = findFunction(call)
  const { statements } = call.world.stateOf(partition, fn)
  const plain = qualifier === undefined || qualifier === '$LATEST'
  if (!plain || (fn.rawPolicy === undefined && statements.length === 0)) {
    throw notFound('The resource you requested does not exist.')
  }
  const Policy =
    fn.rawPolicy ?? JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements })
  return { Policy, RevisionId: uuidFrom(fn.arn, 'policy', Policy) }
}

function urlConfig(fn: FunctionSpec, state: FunctionState): Record<string, unknown> | undefined {
  const { url } = state
  if (!url) return undefined
  const time = new Date(url.createdMs).toISOString()
  return {
    FunctionUrl: `https://${urlLabel(fn.key)}.lambda-url.${fn.region}.on.aws/`,
    FunctionArn: fn.arn,
    AuthType: url.authType,
    ...(url.cors ? { Cors: url.cors } : {}),
    CreationTime: time,
    LastModifiedTime: time,
    InvokeMode: url.invokeMode,
  }
}

export function listFunctionUrlConfigs(call: Call): unknown {
  const { fn, partition } = findFunction(call)
  const config = urlConfig(fn, call.world.stateOf(partition, fn))
  return { FunctionUrlConfigs: config ? [config] : [] }
}

export function getFunctionUrlConfig(call: Call): unknown {
  const { fn, partition } = findFunction(call)
  const config = urlConfig(fn, call.world.stateOf(partition, fn))
  if (!config) throw notFound('The resource you requested does not exist.')
  return config
}

function eventInvokeConfig(fn: FunctionSpec): Record<string, unknown> | undefined {
  const spec = fn.eventInvoke
  if (!spec) return undefined
  return {
    LastModified: new Date(spec.modifiedMs),
    FunctionArn: `${fn.arn}:$LATEST`,
    MaximumRetryAttempts: spec.maximumRetryAttempts,
    MaximumEventAgeInSeconds: spec.maximumEventAgeSeconds,
    DestinationConfig: {
      OnSuccess: spec.onSuccessArn ? { Destination: spec.onSuccessArn } : {},
      OnFailure: spec.onFailureArn ? { Destination: spec.onFailureArn } : {},
    },
  }
}

export function listFunctionEventInvokeConfigs(call: Call): unknown {
  const config = eventInvokeConfig(findFunction(call).fn)
  return { FunctionEventInvokeConfigs: config ? [config] : [] }
}

export function getFunctionEventInvokeConfig(call: Call): unknown {
  const { fn } = findFunction(call)
  const config = eventInvokeConfig(fn)
  if (!config) throw notFound(`The function ${fn.arn} doesn't have an EventInvokeConfig`)
  return config
}

export function getFunctionConcurrency(call: Call): unknown {
  const { fn } = findFunction(call)
  return fn.reserved === undefined ? {} : { ReservedConcurrentExecutions: fn.reserved }
}

export function listTags(call: Call): unknown {
  const resource = String(call.input.Resource ?? '')
  const fn = partitionOf(call).functions.find(({ arn }) => arn === resource)
  if (!fn) throw notFound(`Function not found: ${resource}`)
  return { Tags: fn.tags }
}

export function getCodeSigning(call: Call): unknown {
  const { fn } = findFunction(call)
  return { FunctionName: fn.name, ...(fn.codeSigning ? { CodeSigningConfigArn: codeSigningArn(fn) } : {}) }
}
