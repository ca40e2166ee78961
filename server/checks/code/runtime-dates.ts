import { z } from 'zod'
import { notApplicable, unknown, unseen } from '#server/checks/secrets/verdicts.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { RUNTIMES, type RuntimeSchedule } from '#server/domain/runtimes.ts'
import type { Verdict } from '#server/domain/verdict.ts'

export const DAY_MS = 86_400_000

/** Deprecation days of the organisation's own, for runtimes that AWS has moved or that are newer than the table. */
export const runtimeDates = z
  .array(z.string().regex(/^[A-Za-z0-9.-]{1,40}=\d{4}-\d{2}-\d{2}$/))
  .default([])
  .describe('Deprecation days that differ from the built-in table, as nodejs22.x=2027-04-30')

type Dated = { runtime: string; schedule: RuntimeSchedule & { deprecatedOn: string }; deprecatedMs: number }

/** The runtime of a function with the day of its deprecation, or the verdict that there is none to judge. */
export function datedRuntime(record: FunctionRecord, dates: readonly string[]): Dated | Verdict {
  if (record.packageType.state === 'known' && record.packageType.value === 'Image')
    return notApplicable('A container image brings its own runtime.')
  const hidden = unseen('Runtime', record.runtime)
  if (hidden) return hidden
  if (record.runtime.state !== 'known')
    return record.packageType.state === 'known'
      ? notApplicable('The function has no runtime of Lambda’s.')
      : unknown('Neither runtime nor package type are known.')
  const runtime = record.runtime.value
  const own = dates.findLast((date) => date.startsWith(`${runtime}=`))?.split('=')[1]
  const table = RUNTIMES.get(runtime)
  const deprecatedOn = own ?? table?.deprecatedOn
  const deprecatedMs = Date.parse(deprecatedOn ?? '')
  if (!deprecatedOn || Number.isNaN(deprecatedMs))
    return unknown(`The support dates of ${runtime} are not known to this version.`)
  const blocks = table ?? { createBlockedOn: null, updateBlockedOn: null }
  return { runtime, schedule: { ...blocks, deprecatedOn }, deprecatedMs }
}

export const isVerdict = (value: Dated | Verdict): value is Verdict => 'state' in value
