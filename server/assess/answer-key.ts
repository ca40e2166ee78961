import type { ResourceRecord } from '#server/domain/records/resource-record.ts'

/**
 * What a check asked for, as text. An assessment keeps the keys of what it read: a change of one of them is a reason to
 * look again. The first word says what kind of question it is.
 */
export const KEY = {
  record: (kind: string, arn: string) => `record ${kind} ${arn}`,
  all: (kind: string, accountId: string, region: string) => `all ${kind} ${accountId}/${region}`,
  triggers: (functionArn: string) => `triggers ${functionArn}`,
  reach: (functionArn: string) => `reach ${functionArn}`,
  takeovers: (functionArn: string) => `takeovers ${functionArn}`,
  access: (roleArn: string) => `access ${roleArn}`,
  roleFunctions: (roleArn: string) => `role-functions ${roleArn}`,
  sameCode: (accountId: string, region: string, sha256: string) => `code ${accountId}/${region} ${sha256}`,
  activity: (functionArn: string) => `activity ${functionArn}`,
  origin: (functionArn: string) => `origin ${functionArn}`,
  calls: (functionArn: string) => `calls ${functionArn}`,
  labels: (functionArn: string) => `labels ${functionArn}`,
  external: (arn: string) => `external ${arn}`,
  organization: () => 'organization',
  collected: (accountId: string) => `collected ${accountId}`,
} as const

export type Question = { topic: string; subject: string; key: string }

/** The question word, and the rest. */
export function parseKey(key: string): Question {
  const space = key.indexOf(' ')
  return space < 0
    ? { topic: key, subject: '', key }
    : { topic: key.slice(0, space), subject: key.slice(space + 1), key }
}

/** What hardly changes by an event but with time, or is looked at all the time anyway: not kept among what was read. */
const WITH_TIME = new Set(['activity', 'origin', 'collected', 'takeovers', 'calls'])

/**
 * Whether a change of what was asked is a reason to look at the resource again. What a function's verdicts say of the
 * functions beside it is not: each change of one would be a reason to look at all of the region.
 */
export function isKept(key: string, { kind, arn }: Pick<ResourceRecord, 'kind' | 'arn'>): boolean {
  const { topic, subject } = parseKey(key)
  if (WITH_TIME.has(topic)) return false
  const isBeside = topic === 'labels' ? subject !== arn : topic === 'all' && subject.startsWith('function ')
  return !(kind === 'function' && isBeside)
}
