import { absent, type Field, failed, known, mapField } from '#server/domain/field.ts'
import { asArray, asObject, asText, asTextMap, asTexts, type JsonObject } from '#server/domain/json.ts'
import type { EnvironmentVariables, FunctionRecord } from '#server/domain/records/function-record.ts'
import { environmentFlags } from '#server/domain/secrets/environment-flags.ts'
import { secretsIn, withoutSecrets } from '#server/domain/secrets/find-secrets.ts'
import type { Fingerprint } from '#server/domain/secrets/fingerprint.ts'
import {
  readField,
  readIn,
  readNumber,
  readSortedTexts,
  readText,
  readTime,
  type Shape,
  unknownMembers,
} from './read-field.ts'

const CONFIGURATION: Shape = {
  FunctionName: true,
  FunctionArn: true,
  Runtime: true,
  Role: true,
  Handler: true,
  CodeSize: true,
  Description: true,
  Timeout: true,
  MemorySize: true,
  LastModified: true,
  CodeSha256: true,
  Version: true,
  VpcConfig: { SubnetIds: true, SecurityGroupIds: true, VpcId: true, Ipv6AllowedForDualStack: true },
  DeadLetterConfig: { TargetArn: true },
  Environment: { Variables: true, Error: { ErrorCode: true, Message: true } },
  KMSKeyArn: true,
  TracingConfig: { Mode: true },
  MasterArn: true,
  RevisionId: true,
  Layers: true,
  State: true,
  StateReason: true,
  StateReasonCode: true,
  LastUpdateStatus: true,
  LastUpdateStatusReason: true,
  LastUpdateStatusReasonCode: true,
  FileSystemConfigs: true,
  SigningProfileVersionArn: true,
  SigningJobArn: true,
  PackageType: true,
  ImageConfigResponse: true,
  Architectures: true,
  EphemeralStorage: { Size: true },
  SnapStart: { ApplyOn: true, OptimizationStatus: true },
  RuntimeVersionConfig: { RuntimeVersionArn: true, Error: true },
  LoggingConfig: { LogFormat: true, ApplicationLogLevel: true, SystemLogLevel: true, LogGroup: true },
  TenancyConfig: true,
  CapacityProviderConfig: true,
  ConfigSha256: true,
  DurableConfig: true,
}

/** The part of a function's record that is in its configuration, as lists and GetFunction give it. */
export type FunctionConfigurationFields = Omit<
  FunctionRecord,
  | 'kind'
  | 'arn'
  | 'name'
  | 'accountId'
  | 'region'
  | 'tags'
  | 'reservedConcurrency'
  | 'imageUri'
  | 'provisionedConcurrency'
  | 'policy'
  | 'qualifiedPolicies'
  | 'urls'
  | 'eventInvokeConfigs'
  | 'aliases'
  | 'versions'
  | 'recursiveLoop'
  | 'metadataSecrets'
>

/** Reads a FunctionConfiguration. Values of environment variables, and secrets elsewhere, go no further than this. */
export function readFunctionConfiguration(
  configuration: JsonObject,
  fingerprint: Fingerprint,
): FunctionConfigurationFields {
  const from = configuration
  return {
    description: mapField(readText(from, 'Description'), (text) => withoutSecrets('description', text)),
    runtime: readText(from, 'Runtime'),
    packageType: readText(from, 'PackageType'),
    handler: readText(from, 'Handler'),
    architectures: readSortedTexts(from, 'Architectures'),
    memoryMb: readNumber(from, 'MemorySize'),
    ephemeralStorageMb: readIn(from, 'EphemeralStorage', (storage) => readNumber(storage, 'Size')),
    timeoutSeconds: readNumber(from, 'Timeout'),
    codeSha256: readText(from, 'CodeSha256'),
    codeSizeBytes: readNumber(from, 'CodeSize'),
    lastModifiedAt: readTime(from, 'LastModified'),
    revisionId: readText(from, 'RevisionId'),
    state: readText(from, 'State'),
    stateReason: readText(from, 'StateReason'),
    lastUpdateStatus: readText(from, 'LastUpdateStatus'),
    roleArn: readText(from, 'Role'),
    layers: readArns(from, 'Layers'),
    environment: readEnvironment(from, fingerprint),
    vpc: readVpc(from),
    deadLetterTargetArn: readIn(from, 'DeadLetterConfig', (config) => readText(config, 'TargetArn')),
    tracingMode: readIn(from, 'TracingConfig', (config) => readText(config, 'Mode')),
    kmsKeyArn: readText(from, 'KMSKeyArn'),
    snapStart: readIn(from, 'SnapStart', (config) => readText(config, 'ApplyOn')),
    fileSystems: readArns(from, 'FileSystemConfigs'),
    signingProfileVersionArn: readText(from, 'SigningProfileVersionArn'),
    logGroup: readIn(from, 'LoggingConfig', (config) => readText(config, 'LogGroup')),
    logFormat: readIn(from, 'LoggingConfig', (config) => readText(config, 'LogFormat')),
    applicationLogLevel: readIn(from, 'LoggingConfig', (config) => readText(config, 'ApplicationLogLevel')),
    systemLogLevel: readIn(from, 'LoggingConfig', (config) => readText(config, 'SystemLogLevel')),
    runtimeVersionArn: readIn(from, 'RuntimeVersionConfig', (config) =>
      readText(config, 'RuntimeVersionArn'),
    ),
    unknownFields: unknownMembers(from, CONFIGURATION),
  }
}

function readArns(from: JsonObject, name: string): Field<string[]> {
  const field = readField(from, name, (value) =>
    Array.isArray(value)
      ? value.map((item) => asText(asObject(item).Arn)).filter((arn) => arn !== undefined)
      : undefined,
  )
  return field.state === 'known' && field.value.length === 0 ? absent() : field
}

function readEnvironment(from: JsonObject, fingerprint: Fingerprint): Field<EnvironmentVariables> {
  return readIn(from, 'Environment', (environment) => {
    const names = Object.keys(asObject(environment.Variables)).sort()
    const variables = Object.entries(asTextMap(environment.Variables)).sort(([a], [b]) => (a < b ? -1 : 1))
    const errorCode = asText(asObject(environment.Error).ErrorCode)
    const kmsKeyArn = asText(from.KMSKeyArn)
    if (names.length === 0 && errorCode === undefined) return absent()
    return known({
      names,
      ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }),
      ...(errorCode === undefined ? {} : { errorCode }),
      ...(errorCode === undefined || names.length > 0
        ? {
            secrets: secretsIn(
              variables.map(([where, text]) => ({ where, text })),
              fingerprint,
            ),
            flags: environmentFlags(variables),
          }
        : {}),
    })
  })
}

function readVpc(from: JsonObject): FunctionRecord['vpc'] {
  return readIn(from, 'VpcConfig', (config) => {
    const subnetIds = asTexts(config.SubnetIds).sort()
    const securityGroupIds = asTexts(config.SecurityGroupIds).sort()
    const vpcId = asText(config.VpcId) ?? ''
    const isBare = vpcId === '' && asArray(config.SubnetIds).length === 0 && securityGroupIds.length === 0
    if (isBare) return absent()
    return vpcId === '' && subnetIds.length === 0
      ? failed('unreadable VpcConfig')
      : known({ vpcId, subnetIds, securityGroupIds })
  })
}
