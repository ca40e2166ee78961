import type { Account, FunctionSpec, Partition } from '#demo/estate/model.ts'
import type { Principal, Sessions } from '#demo/identity/sessions.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { type Page, pageOf } from '#demo/protocol/paging.ts'
import type { Bucket } from '#demo/protocol/rate-limit.ts'
import type { Protocol, ServiceId } from '#demo/protocol/service-ids.ts'
import type { World } from '#demo/world.ts'

export type Input = Record<string, unknown>

/** One authenticated request, routed and parsed. */
export type Call = {
  service: ServiceId
  protocol: Protocol
  operation: string
  input: Input
  account: Account
  region: string
  principal: Principal
  world: World
  /** Where this demo answers, as the caller knows it. */
  endpoint: string
  sessions: Sessions
  /** Real time, for signatures and sessions; estate time is `world.now()`. */
  signingNowMs: number
  repeatToken: boolean
  hostile: boolean
}

export type Operation = {
  run: (call: Call) => unknown
  bucket: Bucket
  /** The resource that a denial names; "*" when left out. */
  resource?: (call: Call) => string
}

export function partitionOf(call: Call): Partition {
  return call.world.estate.partition(call.account, call.region)
}

/** A page by offset whose token is good for this operation, account and region alone. */
export function page<T>(
  call: Call,
  list: readonly T[],
  token: unknown,
  size: number,
  onBadToken: () => AwsError,
): Page<T> {
  const scope = `${call.operation}|${call.account.id}|${call.region}`
  return pageOf(list, { scope, token, size, repeat: call.repeatToken, onBadToken })
}

/** A whole number from input, checked against its bounds as the service does. */
export function boundedInt(
  value: unknown,
  fallback: number,
  low: number,
  high: number,
  fail: (value: unknown) => AwsError,
): number {
  if (value === undefined || value === null || value === '') return fallback
  const number = Number(value)
  if (!Number.isInteger(number) || number < low || number > high) throw fail(value)
  return number
}

/** A timestamp from any protocol: epoch seconds, ISO text or a date. NaN when it is none. */
export function toMs(value: unknown): number {
  if (value instanceof Date) return value.getTime()
  if (typeof value === 'number') return value * 1000
  if (typeof value === 'string') return /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value)
  return Number.NaN
}

export function asList(value: unknown): Input[] {
  return Array.isArray(value) ? (value as Input[]) : []
}

export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', 404, message, { Type: 'User' })
}

/** Finds a function by name, partial ARN or full ARN, with or without a qualifier. */
export function findFunction(call: Call): {
  fn: FunctionSpec
  partition: Partition
  qualifier: string | undefined
} {
  const partition = partitionOf(call)
  const given = String(call.input.FunctionName ?? '')
  const match =
    /^(?:arn:aws[a-z-]*:lambda:([a-z0-9-]+):)?(?:(\d{12}):function:|function:)?([^:]+)(?::([^:]+))?$/.exec(
      given,
    )
  const name = match?.[3] ?? given
  if (!match || name.length > 140 || !/^[a-zA-Z0-9-_.]+$/.test(name)) {
    throw new AwsError(
      'ValidationException',
      400,
      `1 validation error detected: Value '${given}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?`,
    )
  }
  const fn = partition.byName.get(name)
  const qualifier = typeof call.input.Qualifier === 'string' ? call.input.Qualifier : match[4]
  const arn = `arn:aws:lambda:${call.region}:${call.account.id}:function:${name}`
  if (!fn) throw notFound(`Function not found: ${arn}${qualifier ? `:${qualifier}` : ''}`)
  if (
    qualifier !== undefined &&
    qualifier !== '$LATEST' &&
    !qualifiersOf(call, partition, fn).includes(qualifier)
  ) {
    throw notFound(`Function not found: ${arn}:${qualifier}`)
  }
  return { fn, partition, qualifier }
}

function qualifiersOf(call: Call, partition: Partition, fn: FunctionSpec): string[] {
  if (fn.keptVersions === 0) return []
  return [...fn.aliases, ...keptVersions(fn, call.world.stateOf(partition, fn).latestVersion).map(String)]
}

/** The published versions that still exist, oldest first. */
export function keptVersions(fn: FunctionSpec, latest: number): number[] {
  return Array.from({ length: fn.keptVersions }, (_, i) => latest - fn.keptVersions + 1 + i).filter(
    (v) => v > 0,
  )
}
