import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { isOnInternet, pass } from '#server/checks/secrets/verdicts.ts'
import { RUNTIME_SOURCE, RUNTIMES_TAKEN_ON } from '#server/domain/runtimes.ts'
import { datedRuntime, isVerdict, runtimeDates } from './runtime-dates.ts'
import { moveRuntime } from './runtime-remedy.ts'

export const runtimeDeprecated = defineCheck({
  id: 'runtime-deprecated',
  title: 'Runtime without support',
  group: 'code',
  kind: 'function',
  severity: 'medium',
  severityNote:
    'High where anyone on the internet reaches the function, or where it can no longer be updated.',
  why: 'AWS patches a deprecated runtime no more: known holes in the language and its libraries stay open. From a later day on its functions cannot even be updated.',
  references: [RUNTIME_SOURCE],
  needs: ['functions'],
  elsewhere: [
    'Prowler awslambda_function_using_supported_runtimes',
    'Security Hub Lambda.2',
    'AWS Config lambda-function-settings-check',
    'Checkov CKV_AWS_363',
    'Trusted Advisor L4dfs2Q4C5',
    'cdk-nag AwsSolutions-L1',
    'cloudsploit lambdaOldRuntimes',
    'ElectricEye Lambda.6',
    'serverless-rules end_of_life_runtime',
  ],
  risks: ['insecure-dependencies', 'insecure-deployment-configuration'],
  parameters: z.object({ dates: runtimeDates }),
  evaluate: (record, around, { dates }) => {
    const dated = datedRuntime(record, dates)
    if (isVerdict(dated)) return dated
    const { runtime, schedule, deprecatedMs } = dated
    const evidence = [
      { label: 'Runtime', value: runtime },
      { label: 'Support ends', value: `${schedule.deprecatedOn} (table of ${RUNTIMES_TAKEN_ON})` },
    ]
    if (around.now < deprecatedMs) return pass(...evidence)
    const { updateBlockedOn } = schedule
    const isFrozen = updateBlockedOn !== null && around.now >= Date.parse(updateBlockedOn)
    const isOpen = isOnInternet(record.arn, around)
    if (updateBlockedOn !== null) evidence.push({ label: 'Updates blocked from', value: updateBlockedOn })
    if (isOpen) evidence.push({ label: 'Reach', value: 'anyone on the internet' })
    return {
      state: 'fail',
      severity: isFrozen || isOpen ? 'high' : 'medium',
      summary: `${runtime} has had no support since ${schedule.deprecatedOn}${isFrozen ? ' and its functions cannot be updated any more' : ''}.`,
      evidence,
      since: new Date(deprecatedMs).toISOString(),
    }
  },
  remediate: moveRuntime,
})
