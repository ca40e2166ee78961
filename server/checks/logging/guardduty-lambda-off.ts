import { defineCheck } from '#server/checks/define-check.ts'
import { pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { SafeguardsRecord } from '#server/domain/records/safeguards-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { noFunctionsHere } from './functions-here.ts'

function evaluate(record: SafeguardsRecord, around: Surroundings): Verdict {
  const nothing = noFunctionsHere(record, around)
  if (nothing) return nothing
  const hidden = unseen('GuardDuty', record.guardDuty)
  if (hidden) return unknown(hidden)
  const detector = valueOr<{ enabled: boolean; lambdaProtection: boolean } | null>(record.guardDuty, null)
  const evidence = [
    { label: 'Detector', value: detector ? (detector.enabled ? 'enabled' : 'disabled') : 'none' },
    { label: 'Lambda Protection', value: detector?.lambdaProtection ? 'on' : 'off' },
  ]
  if (detector?.enabled && detector.lambdaProtection) return pass(...evidence)
  const what = detector?.enabled
    ? 'Lambda Protection is off'
    : detector
      ? 'GuardDuty is disabled'
      : 'GuardDuty is not switched on'
  const summary = `${what} in ${record.region}: nothing looks at where functions connect to.`
  return { state: 'fail', severity: 'medium', summary, evidence }
}

/** Judged once a region, and only where there are functions. */
export const guarddutyLambdaOff = defineCheck({
  id: 'guardduty-lambda-off',
  title: 'GuardDuty does not watch over functions',
  group: 'logging',
  kind: 'safeguards',
  severity: 'medium',
  severityNote: null,
  why: 'With Lambda Protection, GuardDuty looks at where functions connect to, and tells of crypto-mining and of command servers. Nothing else in an account sees that.',
  references: ['https://docs.aws.amazon.com/guardduty/latest/ug/lambda-protection.html'],
  needs: ['safeguards'],
  elsewhere: ['Prowler guardduty_lambda_protection_enabled', 'cloudsploit lambdaProtectionEnabled'],
  risks: ['inadequate-monitoring', 'leaked-credentials'],
  evaluate,
  remediate: (record) => ({
    text: 'Switch GuardDuty on with Lambda Protection, for the whole organisation where there is one. It is charged by the network traffic of the functions.',
    cli: `aws guardduty update-detector ${regionOf(record)} --detector-id "$(aws guardduty list-detectors ${regionOf(record)} --query 'DetectorIds[0]' --output text)" --enable --features Name=LAMBDA_NETWORK_LOGS,Status=ENABLED`,
    cloudformation: properties('AWS::GuardDuty::Detector', {
      Enable: true,
      Features: [{ Name: 'LAMBDA_NETWORK_LOGS', Status: 'ENABLED' }],
    }),
    terraform: argumentsOf('aws_guardduty_detector_feature', {
      name: 'LAMBDA_NETWORK_LOGS',
      status: 'ENABLED',
    }),
  }),
})
