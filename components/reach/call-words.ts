import { parseFunctionRef } from '#server/domain/arn.ts'
import type { FunctionCall } from '#server/domain/reach/reach.ts'

export const CALL_BY_WORDS: Record<FunctionCall['by'][number], string> = {
  permission: 'its role may',
  observed: 'seen in CloudTrail',
  destination: 'destination or DLQ',
  'state-machine': 'state machine',
}

/** Whether the caller waits, in a word or two. */
export function waitWords(synchronous: boolean | null): string {
  return synchronous === null
    ? 'not known whether it waits'
    : synchronous
      ? 'waits for the answer'
      : 'does not wait'
}

/** A function's name out of its ARN, with wildcards as the permission has them; else the ARN as it came. */
export function callName(arn: string): string {
  return parseFunctionRef(arn)?.name ?? arn
}

/** Where a name that may hold wildcards leads: the list of functions that it finds. */
export function callHref(arn: string): string {
  const plain = callName(arn)
    .split(/[*?]/)
    .reduce((longest, part) => (part.length > longest.length ? part : longest), '')
  return `/functions?q=${encodeURIComponent(plain)}`
}
