import type { FunctionSpec, MappingSpec } from '#demo/estate/model.ts'
import { hash32, sha256Base64, uuidFrom } from '#demo/estate/prng.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import {
  boundedInt,
  type Call,
  findFunction,
  keptVersions,
  notFound,
  page,
  partitionOf,
} from '#demo/services/call.ts'
import { configuration, lambdaTime, listedConfiguration } from './configuration.ts'

function maxItems(call: Call, fallback: number, most: number): number {
  const size = boundedInt(
    call.input.MaxItems,
    fallback,
    1,
    10_000,
    (value) =>
      new AwsError(
        'ValidationException',
        400,
        `1 validation error detected: Value '${value}' at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 10000`,
      ),
  )
  return Math.min(size, most)
}

export function listOf<T>(call: Call, all: readonly T[], fallback = 50, most = 50) {
  const { items, token } = page(
    call,
    all,
    call.input.Marker || undefined,
    maxItems(call, fallback, most),
    () => new AwsError('InvalidParameterValueException', 400, 'Invalid Marker', { Type: 'User' }),
  )
  return { items, NextMarker: token }
}

export function listFunctions(call: Call): unknown {
  const { FunctionVersion } = call.input
  if (FunctionVersion !== undefined && FunctionVersion !== 'ALL') {
    throw new AwsError(
      'ValidationException',
      400,
      `1 validation error detected: Value '${String(FunctionVersion)}' at 'functionVersion' failed to satisfy constraint: Member must satisfy enum value set: [ALL]`,
    )
  }
  const partition = partitionOf(call)
  if (FunctionVersion === undefined) {
    const { items, NextMarker } = listOf(call, partition.functions)
    return { NextMarker, Functions: items.map((fn) => listedConfiguration(call, partition, fn)) }
  }
  const slots = partition.functions.flatMap((fn) =>
    Array.from({ length: fn.keptVersions + 1 }, (_, i) => ({ fn, i })),
  )
  const { items, NextMarker } = listOf(call, slots)
  const Functions = items.map(({ fn, i }) => {
    const latest = call.world.stateOf(partition, fn).latestVersion
    return listedConfiguration(
      call,
      partition,
      fn,
      i === 0 ? '$LATEST' : String(keptVersions(fn, latest)[i - 1] ?? latest),
    )
  })
  return { NextMarker, Functions }
}

export function listVersions(call: Call): unknown {
  const { fn, partition } = findFunction(call)
  const versions = [
    '$LATEST',
    ...keptVersions(fn, call.world.stateOf(partition, fn).latestVersion).map(String),
  ]
  const { items, NextMarker } = listOf(call, versions)
  return { NextMarker, Versions: items.map((version) => configuration(call, partition, fn, version)) }
}

export function listAliases(call: Call): unknown {
  const { fn, partition } = findFunction(call)
  const { latestVersion } = call.world.stateOf(partition, fn)
  const { items, NextMarker } = listOf(call, fn.aliases)
  return {
    NextMarker,
    Aliases: items.map((name, i) => ({
      AliasArn: `${fn.arn}:${name}`,
      Name: name,
      FunctionVersion: String(latestVersion),
      Description: '',
      ...(fn.canary && i === 0 && fn.keptVersions > 1
        ? { RoutingConfig: { AdditionalVersionWeights: { [String(latestVersion - 1)]: 0.1 } } }
        : {}),
      RevisionId: uuidFrom(fn.arn, name, latestVersion),
    })),
  }
}

function mapping(call: Call, spec: MappingSpec): Record<string, unknown> {
  const stream = spec.kind !== 'sqs'
  return {
    UUID: spec.uuid,
    EventSourceMappingArn: `arn:aws:lambda:${call.region}:${call.account.id}:event-source-mapping:${spec.uuid}`,
    BatchSize: spec.batchSize,
    MaximumBatchingWindowInSeconds: 0,
    EventSourceArn: spec.sourceArn,
    FunctionArn: spec.functionArn,
    LastModified: new Date(spec.modifiedMs),
    State: spec.state,
    StateTransitionReason: 'USER_INITIATED',
    FunctionResponseTypes: spec.bisect ? ['ReportBatchItemFailures'] : [],
    ...(spec.filter ? { FilterCriteria: { Filters: [{ Pattern: spec.filter }] } } : {}),
    ...(spec.maximumConcurrency ? { ScalingConfig: { MaximumConcurrency: spec.maximumConcurrency } } : {}),
    ...(stream
      ? {
          StartingPosition: 'LATEST',
          ParallelizationFactor: 1,
          LastProcessingResult: spec.state === 'Enabled' ? 'OK' : 'No records processed',
          BisectBatchOnFunctionError: spec.bisect,
          MaximumRetryAttempts: spec.maximumRetryAttempts ?? -1,
          MaximumRecordAgeInSeconds: spec.maximumRecordAgeSeconds ?? -1,
          TumblingWindowInSeconds: 0,
          DestinationConfig: spec.onFailureArn
            ? { OnFailure: { Destination: spec.onFailureArn } }
            : { OnFailure: {} },
        }
      : {}),
    ...(call.hostile ? spoiled(spec) : {}),
  }
}

function spoiled(spec: MappingSpec): Record<string, unknown> {
  const cases: Record<string, unknown>[] = [
    {
      State: 'Meditating',
      StateTransitionReason: '<img src=x onerror=alert(1)>',
      FutureField: { '<x>': null },
    },
    { EventSourceArn: undefined, SelfManagedEventSource: { Endpoints: null }, State: null },
    { LastModified: null, BatchSize: null, FilterCriteria: { Filters: [{ Pattern: 'not json' }] } },
    { EventSourceArn: 'arn:aws:quantum:eu-west-1:111122223333:qubit/7' },
  ]
  return cases[hash32(spec.uuid) % (cases.length + 1)] ?? {}
}

export function listEventSourceMappings(call: Call): unknown {
  const { EventSourceArn, FunctionName } = call.input
  const arn = FunctionName === undefined ? undefined : findFunction(call).fn.arn
  const all = partitionOf(call).mappings.filter(
    (spec) =>
      (arn === undefined || spec.functionArn === arn) &&
      (EventSourceArn === undefined || spec.sourceArn === EventSourceArn),
  )
  const { items, NextMarker } = listOf(call, all, 100, 100)
  return { NextMarker, EventSourceMappings: items.map((spec) => mapping(call, spec)) }
}

export function getEventSourceMapping(call: Call): unknown {
  const spec = partitionOf(call).mappings.find(({ uuid }) => uuid === call.input.UUID)
  if (!spec) throw notFound('The resource you requested does not exist.')
  return mapping(call, spec)
}

export function listProvisioned(call: Call): unknown {
  const { fn } = findFunction(call)
  const { items, NextMarker } = listOf(call, fn.provisioned ? [fn.provisioned] : [])
  return {
    NextMarker,
    ProvisionedConcurrencyConfigs: items.map((count) => ({
      FunctionArn: `${fn.arn}:${fn.aliases[0]}`,
      RequestedProvisionedConcurrentExecutions: count,
      AvailableProvisionedConcurrentExecutions: count,
      AllocatedProvisionedConcurrentExecutions: count,
      Status: 'READY',
      LastModified: lambdaTime(fn.createdMs),
    })),
  }
}

export function codeSigningArn(fn: { region: string; accountId: string }): string {
  return `arn:aws:lambda:${fn.region}:${fn.accountId}:code-signing-config:csc-0${sha256Base64(
    fn.accountId,
    fn.region,
  )
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 16)}`
}

export function listCodeSigningConfigs(call: Call): unknown {
  const used = partitionOf(call).functions.some((fn: FunctionSpec) => fn.codeSigning)
  const arn = codeSigningArn({ region: call.region, accountId: call.account.id })
  const { items, NextMarker } = listOf(call, used ? [arn] : [])
  return {
    NextMarker,
    CodeSigningConfigs: items.map((CodeSigningConfigArn) => ({
      CodeSigningConfigId: CodeSigningConfigArn.split(':').at(-1),
      CodeSigningConfigArn,
      AllowedPublishers: {
        SigningProfileVersionArns: [
          `arn:aws:signer:${call.region}:${call.account.id}:/signing-profiles/releases/k3PzXq7vBn`,
        ],
      },
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Warn' },
      LastModified: lambdaTime(Date.UTC(2025, 2, 3)),
    })),
  }
}

export function listFunctionsByCodeSigning(call: Call): unknown {
  const arn = codeSigningArn({ region: call.region, accountId: call.account.id })
  const signed = partitionOf(call).functions.filter((fn) => fn.codeSigning)
  if (call.input.CodeSigningConfigArn !== arn || signed.length === 0)
    throw notFound(`Code Signing Configuration ${String(call.input.CodeSigningConfigArn)} was not found.`)
  const { items, NextMarker } = listOf(call, signed)
  return { NextMarker, FunctionArns: items.map((fn) => fn.arn) }
}
