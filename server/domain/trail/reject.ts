import { maskText } from './mask-secrets.ts'

/** Why something that should have been a CloudTrail record was kept aside. */
export const REJECT_REASONS = [
  /** Not JSON, or broken off in the middle. */
  'broken-json',
  /** JSON that holds no CloudTrail record. */
  'not-a-record',
  'no-event-id',
  'no-time',
  /** More than a day in the future, or before CloudTrail began. */
  'impossible-time',
  /** Of a time for which events are kept no longer. */
  'older-than-kept',
  'no-account',
  /** Of an account that is not watched. */
  'unknown-account',
  /** A record of more than a megabyte, or a file that is much too large when it is unpacked. */
  'too-large',
  'too-deep',
  /** An event id that was there before with other content. */
  'conflicting-id',
  'truncated-file',
  'broken-gzip',
  'unreadable-file',
  'unknown-format',
  'link-loop',
  /** A line of a metric stream that names no metric. */
  'not-a-metric',
  /** A metric of something else than Lambda. */
  'other-namespace',
  'unknown-unit',
  /** Not a number, or one below zero. */
  'bad-value',
  /** What the database refused, again and again. */
  'not-stored',
] as const
export type RejectReason = (typeof REJECT_REASONS)[number]

/** What was kept aside. `place` names the file, object or message, with the number of the record where it is known. */
export type Reject = {
  place: string
  reason: RejectReason
  /** At most 500 characters, secrets masked. */
  detail: string
  eventId?: string
  /** How many it stands for, where a place had too many to name each; one where it is missing. */
  count?: number
}

export const MAX_DETAIL_CHARACTERS = 500
const MAX_PLACE_CHARACTERS = 1000
const MAX_ID_CHARACTERS = 200

/** Makes a reject: cut to what is kept, and with secrets masked. */
export function makeReject(place: string, reason: RejectReason, detail: string, eventId?: string): Reject {
  return {
    place: place.slice(0, MAX_PLACE_CHARACTERS),
    reason,
    detail: maskText(detail.slice(0, 4 * MAX_DETAIL_CHARACTERS)).slice(0, MAX_DETAIL_CHARACTERS),
    ...(eventId === undefined ? {} : { eventId: eventId.slice(0, MAX_ID_CHARACTERS) }),
  }
}

/** What people read of a reason. */
export const REJECT_TITLES: Record<RejectReason, string> = {
  'broken-json': 'Not valid JSON',
  'not-a-record': 'No CloudTrail record',
  'no-event-id': 'No event id',
  'no-time': 'No time',
  'impossible-time': 'A time that cannot be',
  'older-than-kept': 'Older than events are kept',
  'no-account': 'No account',
  'unknown-account': 'Account that is not watched',
  'too-large': 'Too large',
  'too-deep': 'Nested too deep',
  'conflicting-id': 'An event id twice, with other content',
  'truncated-file': 'File broken off',
  'broken-gzip': 'Damaged gzip',
  'unreadable-file': 'File cannot be read',
  'unknown-format': 'No known format',
  'link-loop': 'Link that leads round in a circle',
  'not-a-metric': 'No metric of a stream',
  'other-namespace': 'Metric of another service',
  'unknown-unit': 'Metric in another unit',
  'bad-value': 'Value that cannot be',
  'not-stored': 'Could not be stored',
}
