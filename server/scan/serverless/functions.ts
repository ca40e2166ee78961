import { asArray, asObject, asText, isObject } from '#server/domain/json.ts'
import { arnOf, sub } from '#server/scan/sam/expansion.ts'
import { copyPlaces, type Place, placeOf, setPlace } from '#server/scan/source/places.ts'
import { isUnknownText, unknownText } from '#server/scan/template/unknown.ts'
import { convertEvent } from './events.ts'
import type { Gathered } from './gathered.ts'
import { functionId, normalized, ROLE_ID } from './logical-ids.ts'

type Values = Record<string, unknown>
type FunctionContext = { key: string; fn: Values; provider: Values; prefix: string; place: Place }

/** The names that properties have in the file, for finding the place of what a check shows. */
const NAMES: [own: string, property: string][] = [
  ['runtime', 'Runtime'],
  ['handler', 'Handler'],
  ['description', 'Description'],
  ['memorySize', 'MemorySize'],
  ['timeout', 'Timeout'],
  ['role', 'Role'],
  ['layers', 'Layers'],
  ['environment', 'Environment'],
  ['vpc', 'VpcConfig'],
  ['tags', 'Tags'],
  ['kmsKeyArn', 'KmsKeyArn'],
  ['architecture', 'Architectures'],
  ['reservedConcurrency', 'ReservedConcurrentExecutions'],
  ['onError', 'DeadLetterQueue'],
  ['url', 'FunctionUrlConfig'],
  ['tracing', 'Tracing'],
]

function withPlaces(properties: Values, fn: Values, provider: Values): Values {
  for (const [own, property] of NAMES) {
    const place = placeOf(fn, own) ?? (fn[own] === undefined ? placeOf(provider, own) : undefined)
    if (place) setPlace(properties, property, place)
  }
  return properties
}

function merged(a: unknown, b: unknown): Values | undefined {
  if (!isObject(a) && !isObject(b)) return undefined
  const all = { ...asObject(a), ...asObject(b) }
  for (const one of [a, b]) if (isObject(one)) copyPlaces(one, all)
  return all
}

function environmentOf(fn: Values, provider: Values): unknown {
  if (isUnknownText(fn.environment) || isUnknownText(provider.environment)) return unknownText('environment')
  const Variables = merged(provider.environment, fn.environment)
  return Variables && { Variables }
}

function vpcOf(value: unknown): unknown {
  if (!isObject(value)) return isUnknownText(value) ? value : undefined
  return { SubnetIds: value.subnetIds, SecurityGroupIds: value.securityGroupIds }
}

function urlOf(url: unknown, place: Place): unknown {
  if (url === undefined || url === false) return undefined
  const { authorizer, cors, invokeMode } = asObject(url)
  const config = {
    AuthType:
      authorizer === 'aws_iam' ? 'AWS_IAM' : authorizer === undefined || url === true ? 'NONE' : authorizer,
    ...(cors
      ? {
          Cors: isObject(cors)
            ? { AllowOrigins: cors.allowedOrigins ?? ['*'], AllowCredentials: cors.allowCredentials }
            : { AllowOrigins: ['*'] },
        }
      : {}),
    ...(invokeMode ? { InvokeMode: invokeMode } : {}),
  }
  setPlace(config, 'AuthType', place)
  return config
}

function destinationOf(value: unknown): unknown {
  const name = asText(value)
  if (name === undefined) return isObject(value) ? (value.arn ?? value) : value
  return name.startsWith('arn:') || isUnknownText(name) ? name : arnOf(functionId(name))
}

function invokeConfig({ fn }: FunctionContext): unknown {
  const { onSuccess, onFailure } = asObject(fn.destinations)
  const destinations = {
    ...(onSuccess === undefined ? {} : { OnSuccess: { Destination: destinationOf(onSuccess) } }),
    ...(onFailure === undefined ? {} : { OnFailure: { Destination: destinationOf(onFailure) } }),
  }
  const hasAny =
    fn.destinations !== undefined || fn.maximumRetryAttempts !== undefined || fn.maximumEventAge !== undefined
  if (!hasAny) return undefined
  return {
    MaximumRetryAttempts: fn.maximumRetryAttempts,
    MaximumEventAgeInSeconds: fn.maximumEventAge,
    DestinationConfig: destinations,
  }
}

const roleOf = (given: unknown): unknown => {
  const name = asText(given)
  if (given === undefined) return arnOf(ROLE_ID)
  return name === undefined || name.startsWith('arn:') || isUnknownText(name) ? given : arnOf(name)
}

/** A function of serverless.yml as a function of SAM, with the log group that the framework makes for it. */
export function convertFunction(context: FunctionContext, to: Gathered): void {
  const { key, fn, provider, prefix, place } = context
  const either = (name: string) => fn[name] ?? provider[name]
  const id = functionId(key)
  const name = fn.name ?? `${prefix}-${key}`
  const tracing = fn.tracing ?? asObject(provider.tracing).lambda
  const vpc = vpcOf(either('vpc'))
  const architecture = either('architecture')
  const Properties: Values = {
    FunctionName: name,
    Description: fn.description,
    Handler: fn.handler,
    ...(fn.image === undefined
      ? { Runtime: either('runtime') ?? unknownText('runtime') }
      : {
          PackageType: 'Image',
          ImageUri: isObject(fn.image) ? (fn.image.uri ?? unknownText('image')) : fn.image,
        }),
    MemorySize: either('memorySize') ?? 1024,
    Timeout: either('timeout') ?? 6,
    Role: roleOf(
      fn.role ??
        provider.role ??
        (isObject(asObject(provider.iam).role) ? undefined : asObject(provider.iam).role),
    ),
    Layers: either('layers'),
    Environment: environmentOf(fn, provider),
    VpcConfig: vpc,
    Tags: merged(provider.tags, fn.tags),
    KmsKeyArn: either('kmsKeyArn'),
    ...(architecture === undefined ? {} : { Architectures: [architecture] }),
    ...(fn.ephemeralStorageSize === undefined ? {} : { EphemeralStorage: { Size: fn.ephemeralStorageSize } }),
    ReservedConcurrentExecutions: fn.reservedConcurrency,
    ...(fn.onError === undefined ? {} : { DeadLetterQueue: { Type: 'SNS', TargetArn: fn.onError } }),
    Tracing: tracing === true ? 'Active' : tracing || undefined,
    ...(fn.snapStart ? { SnapStart: { ApplyOn: 'PublishedVersions' } } : {}),
    ...(isObject(fn.fileSystemConfig) ? { FileSystemConfigs: [{ Arn: fn.fileSystemConfig.arn }] } : {}),
    FunctionUrlConfig: urlOf(fn.url, placeOf(fn, 'url') ?? place),
    EventInvokeConfig: invokeConfig(context),
  }
  const events = asArray(fn.events)
  const Events: Values = {}
  for (const [index, event] of events.entries()) {
    const where = placeOf(events, index) ?? place
    for (const [part, sam] of convertEvent(event, key, index, where, to).entries()) {
      const label = `Event${index}${part === 0 ? '' : `Part${part}`}`
      Events[label] = sam
      setPlace(Events, label, where)
    }
  }
  withPlaces(Properties, fn, provider)
  const all = Object.entries({ ...Properties, Events }).filter(([, value]) => value !== undefined)
  const set: Values = Object.fromEntries(all)
  copyPlaces(Properties, set)
  to.resources[id] = {
    Type: 'AWS::Serverless::Function',
    ...(asText(fn.condition) ? { Condition: fn.condition } : {}),
    Properties: set,
  }
  setPlace(to.resources, id, place)
  if (fn.disableLogs !== true) addLogGroup(context, name, to)
}

function addLogGroup({ key, fn, provider, place }: FunctionContext, name: unknown, to: Gathered): void {
  const id = `${normalized(key)}LogGroup`
  const RetentionInDays = fn.logRetentionInDays ?? provider.logRetentionInDays
  to.resources[id] = {
    Type: 'AWS::Logs::LogGroup',
    Properties: {
      LogGroupName:
        typeof name === 'string' ? `/aws/lambda/${name}` : sub('/aws/lambda/<Name>', { Name: name }),
      ...(RetentionInDays === undefined ? {} : { RetentionInDays }),
    },
  }
  setPlace(to.resources, id, place)
}
