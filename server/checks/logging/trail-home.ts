import { notApplicable } from '#server/checks/reliability/verdicts.ts'
import { parseArn } from '#server/domain/arn.ts'
import { isUnseen, valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { TrailSettingsRecord } from '#server/domain/records/trail-settings-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'

/** A trail is seen in every region that it records: it is judged once, where it can be changed. */
export function judgedElsewhere(record: TrailSettingsRecord, around: Surroundings): Verdict | null {
  const home = parseArn(record.arn)
  if (!home) return null
  if (home.accountId !== '' && home.accountId !== record.accountId)
    return notApplicable(`Account ${home.accountId} owns the trail: it can be changed there alone.`)
  if (home.region === '' || home.region === record.region) return null
  return around.isCollected('trail', { accountId: record.accountId, region: home.region })
    ? notApplicable(`It is judged in its home region ${home.region}.`)
    : null
}

/** `--region … --name …` of a trail, for its home region. */
export function namedTrail({ arn, region }: TrailSettingsRecord): string {
  return `--region ${shellWord(parseArn(arn)?.region || region)} --name ${shellWord(arn)}`
}

/** Whether a trail records what changes things; undefined where that was not seen. */
export function recordsWrites(trail: TrailSettingsRecord): boolean | undefined {
  const isLogging = valueOr(trail.isLogging, false)
  const events = valueOr<string>(trail.managementEvents, 'none')
  if (isLogging === false || events === 'none' || events === 'read') return false
  return isUnseen(trail.isLogging) || isUnseen(trail.managementEvents) ? undefined : true
}

/** Another trail that records what changes things in the same region. */
export function otherRecording(
  record: TrailSettingsRecord,
  around: Surroundings,
): TrailSettingsRecord | undefined {
  const all = around.all('trail', record)
  return (all.state === 'known' ? all.value : []).find(
    (one) => one.arn !== record.arn && recordsWrites(one) === true,
  )
}
