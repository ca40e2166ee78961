import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, pass } from '#server/checks/secrets/verdicts.ts'
import { RUNTIME_SOURCE, RUNTIMES_TAKEN_ON } from '#server/domain/runtimes.ts'
import { DAY_MS, datedRuntime, isVerdict, runtimeDates } from './runtime-dates.ts'
import { moveRuntime } from './runtime-remedy.ts'

const URGENT_DAYS = 60

export const runtimeDeprecatedSoon = defineCheck({
  id: 'runtime-deprecated-soon',
  title: 'Runtime whose support ends soon',
  group: 'code',
  kind: 'function',
  severity: 'low',
  severityNote: `Medium in the last ${URGENT_DAYS} days.`,
  why: 'A move to the next version of a language takes time: code and packages have to be tried on it. Whoever begins before the last day does it calmly.',
  references: [RUNTIME_SOURCE],
  needs: ['functions'],
  elsewhere: ['aws-samples serverless-ops-review'],
  risks: ['insecure-dependencies'],
  parameters: z.object({
    days: z.number().int().min(1).max(1095).default(180).describe('Days before the end of support'),
    dates: runtimeDates,
  }),
  evaluate: (record, around, { days, dates }) => {
    const dated = datedRuntime(record, dates)
    if (isVerdict(dated)) return dated
    const { runtime, schedule, deprecatedMs } = dated
    if (around.now >= deprecatedMs) return notApplicable(`The support of ${runtime} has ended already.`)
    const left = Math.ceil((deprecatedMs - around.now) / DAY_MS)
    const evidence = [
      { label: 'Runtime', value: runtime },
      {
        label: 'Support ends',
        value: `${schedule.deprecatedOn}, in ${left} days (table of ${RUNTIMES_TAKEN_ON})`,
      },
    ]
    if (left > days) return pass(...evidence)
    return {
      state: 'fail',
      severity: left <= URGENT_DAYS ? 'medium' : 'low',
      summary: `The support of ${runtime} ends on ${schedule.deprecatedOn}, in ${left} days.`,
      evidence,
    }
  },
  remediate: moveRuntime,
})
