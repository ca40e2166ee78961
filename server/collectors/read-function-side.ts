import { parseFunctionRef } from '#server/domain/arn.ts'
import { asNumber, asObject, asText, asTexts, asTime } from '#server/domain/json.ts'
import type {
  EventInvokeConfig,
  FunctionAlias,
  FunctionUrl,
  FunctionVersion,
} from '#server/domain/records/function-record.ts'

export function qualifierOf(arn: unknown): string | undefined {
  const text = asText(arn)
  return text === undefined ? undefined : parseFunctionRef(text)?.qualifier
}

export function readFunctionUrl(item: unknown): FunctionUrl {
  const from = asObject(item)
  const qualifier = qualifierOf(from.FunctionArn)
  const cors = asObject(from.Cors)
  return withoutUndefined({
    qualifier,
    url: asText(from.FunctionUrl) ?? '',
    authType: asText(from.AuthType) ?? 'unknown',
    invokeMode: asText(from.InvokeMode),
    cors:
      Object.keys(cors).length === 0
        ? undefined
        : withoutUndefined({
            allowOrigins: asTexts(cors.AllowOrigins).sort(),
            allowMethods: asTexts(cors.AllowMethods).sort(),
            allowHeaders: asTexts(cors.AllowHeaders).sort(),
            exposeHeaders: asTexts(cors.ExposeHeaders).sort(),
            allowCredentials: typeof cors.AllowCredentials === 'boolean' ? cors.AllowCredentials : undefined,
            maxAgeSeconds: asNumber(cors.MaxAge),
          }),
    createdAt: asTime(from.CreationTime),
    lastModifiedAt: asTime(from.LastModifiedTime),
  })
}

export function readEventInvokeConfig(item: unknown): EventInvokeConfig {
  const from = asObject(item)
  const destinations = asObject(from.DestinationConfig)
  return withoutUndefined({
    qualifier: qualifierOf(from.FunctionArn) ?? '$LATEST',
    maximumRetryAttempts: asNumber(from.MaximumRetryAttempts),
    maximumEventAgeSeconds: asNumber(from.MaximumEventAgeInSeconds),
    onSuccess: asText(asObject(destinations.OnSuccess).Destination),
    onFailure: asText(asObject(destinations.OnFailure).Destination),
  })
}

export function readAlias(item: unknown): FunctionAlias | undefined {
  const from = asObject(item)
  const name = asText(from.Name)
  if (name === undefined) return undefined
  const weights = asObject(asObject(from.RoutingConfig).AdditionalVersionWeights)
  const routing = Object.fromEntries(
    Object.entries(weights)
      .filter((entry): entry is [string, number] => asNumber(entry[1]) !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
  return withoutUndefined({
    name,
    functionVersion: asText(from.FunctionVersion) ?? '',
    description: asText(from.Description),
    routing,
  })
}

/** A published version from a list of all versions; undefined for $LATEST. */
export function readVersion(item: unknown): FunctionVersion | undefined {
  const from = asObject(item)
  const version = asText(from.Version)
  if (version === undefined || version === '$LATEST') return undefined
  return withoutUndefined({
    version,
    codeSha256: asText(from.CodeSha256),
    lastModifiedAt: asTime(from.LastModified),
    runtime: asText(from.Runtime),
  })
}

export function readProvisionedConcurrency(item: unknown) {
  const from = asObject(item)
  return withoutUndefined({
    qualifier: qualifierOf(from.FunctionArn) ?? '',
    requested: asNumber(from.RequestedProvisionedConcurrentExecutions) ?? 0,
    allocated: asNumber(from.AllocatedProvisionedConcurrentExecutions),
    status: asText(from.Status),
  })
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T
}
