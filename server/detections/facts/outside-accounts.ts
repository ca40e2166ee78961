import type { DetectionContext } from '#server/detections/define-detection.ts'
import { parseArn } from '#server/domain/arn.ts'
import type { PolicyStatement } from '#server/domain/iam/policy-document.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

/** The account of an ARN, or the account id itself. */
export function accountIn(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const account = /^\d{12}$/.test(text) ? text : parseArn(text)?.accountId
  return account && /^\d{12}$/.test(account) ? account : undefined
}

/** Whether an account is neither the record's own nor known to be watched or of the organisation. */
export function isOutside(
  accountId: string | undefined,
  record: TrailRecord,
  context: DetectionContext,
): accountId is string {
  return accountId !== undefined && accountId !== record.accountId && context.isOwnAccount(accountId) !== true
}

/** Other people's accounts that the Allow statements of a policy name as principals, without repeats. */
export function outsideAccounts(
  statements: readonly PolicyStatement[],
  record: TrailRecord,
  context: DetectionContext,
): string[] {
  const accounts = statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ principals }) => principals.filter(({ type }) => type === 'AWS'))
    .map(({ value }) => accountIn(value))
  return [...new Set(accounts.filter((one) => isOutside(one, record, context)))]
}

/** The account as evidence, with what is known of it. */
export function accountEvidence(accountId: string, context: DetectionContext) {
  const known = context.isOwnAccount(accountId) === undefined ? ' (not known whether it is ours)' : ''
  return { label: 'Other account', value: `${accountId}${known}` }
}
