import type { FunctionActivity, Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { notApplicable, unknown, unseen } from './verdicts.ts'

const WEEK_DAYS = 7

export type Week = { activity: FunctionActivity; whole: boolean; span: string }

/** A function's last seven days, or as much of them as was seen; the verdict where it cannot be judged. */
export function weekOf(record: FunctionRecord, around: Surroundings): Week | { verdict: Verdict } {
  const found = around.activity(record.arn)
  if (found.state !== 'known')
    return { verdict: unknown(unseen('Metrics', found) ?? 'Its metrics were not seen.') }
  const activity = found.value
  const whole = activity.daysSeen >= WEEK_DAYS
  if (activity.invocations7d + activity.throttles7d === 0) {
    return {
      verdict: whole
        ? notApplicable('It was not invoked in the last 7 days.')
        : unknown(`Metrics of ${activity.daysSeen} days are stored, and it was not invoked in them.`),
    }
  }
  const days = activity.daysSeen === 1 ? 'the 1 day' : `the ${activity.daysSeen} days`
  return {
    activity,
    whole,
    span: whole ? 'the last 7 days' : `${days} that ${days === 'the 1 day' ? 'was' : 'were'} seen`,
  }
}

/** Passing asks for the whole week: what was seen of it can only fail. */
export const tooEarly = ({ activity }: Week) =>
  unknown(`Metrics of ${activity.daysSeen} days are stored; 7 are needed.`)

/** `12.5 %`; 0 for a share of nothing. */
export const percentOf = (part: number, whole: number) => (whole === 0 ? 0 : (100 * part) / whole)
export const shown = (percent: number) => `${Number(percent.toPrecision(2))} %`
