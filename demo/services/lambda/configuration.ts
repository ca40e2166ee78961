import type { FunctionSpec, Partition } from '#demo/estate/model.ts'
import { hexFrom, sha256Base64, uuidFrom } from '#demo/estate/prng.ts'
import { type FunctionState, versionSha256 } from '#demo/life/function-state.ts'
import type { Call } from '#demo/services/call.ts'

/** Lambda's own way of writing a time. */
export function lambdaTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('Z', '+0000')
}

/** A function's configuration as GetFunctionConfiguration and the lists answer it; `qualifier` is `$LATEST`, a version or an alias. */
export function configuration(
  call: Call,
  partition: Partition,
  fn: FunctionSpec,
  qualifier?: string,
): Record<string, unknown> {
  const state = call.world.stateOf(partition, fn)
  const role = call.world.estate.iam(call.account).byRole.get(fn.roleName)
  const version = versionOf(fn, state, qualifier)
  const number = Number(version)
  const modifiedMs =
    version === '$LATEST' || number === state.latestVersion
      ? state.modifiedMs
      : fn.createdMs + number * 3_600_000
  const arn = qualifier === undefined ? fn.arn : `${fn.arn}:${qualifier}`
  const config: Record<string, unknown> = {
    FunctionName: fn.name,
    FunctionArn: arn,
    Runtime: fn.runtime,
    Role: role?.arn ?? `arn:aws:iam::${fn.accountId}:role/${fn.roleName}`,
    Handler: fn.handler,
    CodeSize: fn.codeBytes,
    Description: fn.description ?? '',
    Timeout: fn.timeoutSeconds,
    MemorySize: fn.memoryMb,
    LastModified: lambdaTime(modifiedMs),
    CodeSha256: version === '$LATEST' ? state.codeSha256 : versionSha256(fn, state, number),
    Version: version,
    TracingConfig: { Mode: fn.tracing },
    RevisionId: version === '$LATEST' ? state.revisionId : uuidFrom(fn.arn, 'version', version),
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: fn.packageType,
    Architectures: [fn.architecture],
    EphemeralStorage: { Size: fn.ephemeralMb },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: {
      LogFormat: fn.logFormat,
      LogGroup: `/aws/lambda/${fn.name}`,
      ...(fn.logFormat === 'JSON' ? { ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO' } : {}),
    },
    ConfigSha256: sha256Base64(fn.arn, 'config', state.revisionId),
  }
  addOptional(config, fn)
  return { ...config, ...fn.overrides }
}

/** The configuration as ListFunctions answers it: without the states and the runtime version. */
export function listedConfiguration(
  call: Call,
  partition: Partition,
  fn: FunctionSpec,
  qualifier?: string,
): Record<string, unknown> {
  const { State, LastUpdateStatus, RuntimeVersionConfig, ...listed } = configuration(
    call,
    partition,
    fn,
    qualifier,
  )
  return { ...listed, ...fn.overrides }
}

function addOptional(config: Record<string, unknown>, fn: FunctionSpec): void {
  if (fn.runtime) {
    config.RuntimeVersionConfig = {
      RuntimeVersionArn: `arn:aws:lambda:${fn.region}::runtime:${hexFrom(64, fn.runtime)}`,
    }
  }
  if (fn.vpcId) {
    config.VpcConfig = {
      SubnetIds: fn.subnetIds,
      SecurityGroupIds: fn.securityGroupIds,
      VpcId: fn.vpcId,
      Ipv6AllowedForDualStack: false,
    }
  }
  if (fn.deadLetterArn) config.DeadLetterConfig = { TargetArn: fn.deadLetterArn }
  if (fn.kmsKeyArn) config.KMSKeyArn = fn.kmsKeyArn
  if (Object.keys(fn.environment).length > 0) config.Environment = { Variables: fn.environment }
  if (fn.layers.length > 0)
    config.Layers = fn.layers.map((Arn, i) => ({ Arn, CodeSize: 180_000 + i * 7_321 }))
}

function versionOf(fn: FunctionSpec, state: FunctionState, qualifier: string | undefined): string {
  if (qualifier === undefined || qualifier === '$LATEST') return '$LATEST'
  return fn.aliases.includes(qualifier) ? String(state.latestVersion) : qualifier
}
