import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { textOf } from './parameters.ts'

/** The function that writes to a log group of the name that Lambda gives it. */
export function functionOfLogGroup(name: string): string | null {
  return /^\/aws\/lambda\/(?:us-east-1\.)?([A-Za-z0-9_-]{1,140})$/.exec(name)?.[1] ?? null
}

/** The name of the log group of a call, whether its name or its ARN was given. */
export function logGroupOf(record: TrailRecord): string {
  const given = textOf(record, 'logGroupName') ?? textOf(record, 'logGroupIdentifier') ?? ''
  return /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)/.exec(given)?.[1] ?? given
}
