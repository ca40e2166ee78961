import { defineCheck } from '#server/checks/define-check.ts'
import { regionOf } from '#server/checks/remedy.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/secrets/verdicts.ts'
import { valueOr } from '#server/domain/field.ts'
import { functionsBehind } from '#server/domain/posture/functions-behind.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { KmsKeyRecord } from '#server/domain/records/kms-key-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Evidence, Verdict } from '#server/domain/verdict.ts'
import { otherUsersOf } from './key-users.ts'

const DAY_MS = 86_400_000
const LAST_DAYS = 7

function evaluate(record: KmsKeyRecord, around: Surroundings): Verdict {
  if (record.manager.state === 'known' && record.manager.value === 'AWS')
    return notApplicable('AWS deletes no key of its own while it is in use.')
  const hidden = unseen('State of the key', record.state)
  if (hidden) return hidden
  if (record.state.state !== 'known') return unknown('The state of the key is not known.')
  const state = record.state.value
  if (state !== 'PendingDeletion' && state !== 'PendingReplicaDeletion')
    return pass({ label: 'Key state', value: state })
  const deletionAt = valueOr(record.deletionAt, undefined)
  const days =
    deletionAt === undefined ? undefined : Math.ceil((Date.parse(deletionAt) - around.now) / DAY_MS)
  const functions = functionsBehind(record, around)
  const others = otherUsersOf(record, around)
  const evidence: Evidence[] = [
    { label: 'Key state', value: state },
    ...(deletionAt === undefined ? [] : [{ label: 'Deleted on', value: deletionAt }]),
    ...(functions.length > 0
      ? [{ label: 'Functions encrypted with it', value: String(functions.length) }]
      : []),
    ...others.map((name) => ({ label: 'Encrypted with it', value: name })),
  ]
  const isLast = days !== undefined && days <= LAST_DAYS && functions.length > 0
  return {
    state: 'fail',
    severity: isLast ? 'critical' : 'high',
    summary: `The key is deleted ${days === undefined || Number.isNaN(days) ? 'soon' : days <= 0 ? 'today' : `in ${days} day${days === 1 ? '' : 's'}`}: what is encrypted with it can then be read by nobody.`,
    evidence,
  }
}

export const keyPendingDeletion = defineCheck({
  id: 'key-pending-deletion',
  title: 'Key in use that is being deleted',
  group: 'encryption',
  kind: 'kms-key',
  severity: 'high',
  severityNote: `Critical in the last ${LAST_DAYS} days where a function’s environment is encrypted with it.`,
  why: 'Already now nothing can be decrypted with the key, and after the waiting time nobody can bring it back. Scheduling a deletion is also how data is held to ransom.',
  references: ['https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html'],
  needs: ['kms-keys'],
  elsewhere: [
    'Prowler kms_cmk_not_deleted_unintentionally',
    'Security Hub KMS.3',
    'AWS Config kms-cmk-not-scheduled-for-deletion',
  ],
  risks: ['denial-of-service', 'insecure-deployment-configuration'],
  evaluate,
  remediate: (record) => ({
    text: 'Cancel the deletion and enable the key again, then see in CloudTrail who scheduled it. Where it shall go, move what uses it to another key first.',
    cli: `aws kms cancel-key-deletion ${regionOf(record)} --key-id ${shellWord(record.name)} && aws kms enable-key ${regionOf(record)} --key-id ${shellWord(record.name)}`,
    cloudformation: null,
    terraform: null,
  }),
})
