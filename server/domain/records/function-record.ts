import type { Field } from '#server/domain/field.ts'
import type { SecretMatch } from './secret-match.ts'

/** A policy document as it came and, where it could be read, as statements. */
export type PolicyDocument = { raw: string; parsed: unknown }

export type FunctionUrl = {
  qualifier?: string
  url: string
  authType: string
  invokeMode?: string
  cors?: {
    allowOrigins: string[]
    allowMethods: string[]
    allowHeaders: string[]
    exposeHeaders: string[]
    allowCredentials?: boolean
    maxAgeSeconds?: number
  }
  createdAt?: string
  lastModifiedAt?: string
}

export type EventInvokeConfig = {
  qualifier: string
  maximumRetryAttempts?: number
  maximumEventAgeSeconds?: number
  onSuccess?: string
  onFailure?: string
}

export type FunctionAlias = {
  name: string
  functionVersion: string
  description?: string
  routing: Record<string, number>
}

export type FunctionVersion = {
  version: string
  codeSha256?: string
  lastModifiedAt?: string
  runtime?: string
}

/** What a variable's value switches, where that weakens the function. */
export const ENVIRONMENT_FLAGS = ['tls-verification-off', 'debug-on', 'database-endpoint'] as const
export type EnvironmentFlag = (typeof ENVIRONMENT_FLAGS)[number]

/** Environment values never leave the collector: only names, and what was recognised in the values, are kept. */
export type EnvironmentVariables = {
  names: string[]
  kmsKeyArn?: string
  errorCode?: string
  /** Undefined in records of versions that did not look for secrets. */
  secrets?: SecretMatch[]
  flags?: { name: string; flag: EnvironmentFlag }[]
}

/**
 * A function's unpublished ($LATEST) configuration and everything that hangs on it, as Lambda's read operations gave it.
 * Sizes in MB or bytes and durations in seconds as their names say.
 */
export type FunctionRecord = {
  kind: 'function'
  arn: string
  name: string
  accountId: string
  region: string
  description: Field<string>
  runtime: Field<string>
  packageType: Field<string>
  handler: Field<string>
  architectures: Field<string[]>
  memoryMb: Field<number>
  ephemeralStorageMb: Field<number>
  timeoutSeconds: Field<number>
  codeSha256: Field<string>
  codeSizeBytes: Field<number>
  lastModifiedAt: Field<string>
  revisionId: Field<string>
  state: Field<string>
  stateReason: Field<string>
  lastUpdateStatus: Field<string>
  roleArn: Field<string>
  layers: Field<string[]>
  environment: Field<EnvironmentVariables>
  vpc: Field<{ vpcId: string; subnetIds: string[]; securityGroupIds: string[] }>
  deadLetterTargetArn: Field<string>
  tracingMode: Field<string>
  kmsKeyArn: Field<string>
  snapStart: Field<string>
  fileSystems: Field<string[]>
  imageUri: Field<string>
  signingProfileVersionArn: Field<string>
  logGroup: Field<string>
  logFormat: Field<string>
  /** TRACE | DEBUG | INFO | WARN | ERROR | FATAL; absent where the log format is Text. */
  applicationLogLevel?: Field<string>
  /** DEBUG | INFO | WARN. */
  systemLogLevel?: Field<string>
  runtimeVersionArn: Field<string>
  tags: Field<Record<string, string>>
  reservedConcurrency: Field<number>
  provisionedConcurrency: Field<
    { qualifier: string; requested: number; allocated?: number; status?: string }[]
  >
  policy: Field<PolicyDocument>
  /** Resource policies of aliases and versions that exist, by qualifier. */
  qualifiedPolicies: Field<Record<string, PolicyDocument>>
  urls: Field<FunctionUrl[]>
  eventInvokeConfigs: Field<EventInvokeConfig[]>
  aliases: Field<FunctionAlias[]>
  versions: Field<FunctionVersion[]>
  recursiveLoop: Field<string>
  /** In the description and the tags. */
  metadataSecrets?: Field<SecretMatch[]>
  /** Names of fields in AWS's answer that this version of Sightline does not know. */
  unknownFields: string[]
}
