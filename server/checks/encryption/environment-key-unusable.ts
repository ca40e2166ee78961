import { defineCheck } from '#server/checks/define-check.ts'
import { regionOf } from '#server/checks/remedy.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/secrets/verdicts.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Evidence, Verdict } from '#server/domain/verdict.ts'

const UNUSABLE = new Set([
  'Disabled',
  'PendingDeletion',
  'PendingReplicaDeletion',
  'PendingImport',
  'Unavailable',
])

const failing = (summary: string, ...evidence: Evidence[]): Verdict => ({
  state: 'fail',
  severity: 'high',
  summary,
  evidence,
})

function evaluate({ environment, kmsKeyArn }: FunctionRecord, around: Surroundings): Verdict {
  const key = kmsKeyArn.state === 'known' ? kmsKeyArn.value : 'aws/lambda'
  if (environment.state === 'known' && environment.value.errorCode !== undefined)
    return failing(
      `Lambda cannot decrypt the environment: ${environment.value.errorCode}.`,
      { label: 'Environment.Error', value: environment.value.errorCode },
      { label: 'Key', value: key },
    )
  const hidden = unseen('Key of the environment', kmsKeyArn)
  if (hidden) return hidden
  if (kmsKeyArn.state !== 'known')
    return notApplicable('The environment is encrypted with a key of AWS’s own.')
  if (!kmsKeyArn.value.includes(':key/'))
    return unknown('The key is named by an alias, which was not followed.')
  const found = around.find('kms-key', kmsKeyArn.value)
  if (found.state === 'absent')
    return failing('The key of the environment exists no more.', { label: 'Key', value: key })
  if (found.state !== 'known') return unseen('The key', found) ?? unknown('The key was not read.')
  const { state } = found.value
  if (state.state !== 'known')
    return unseen('State of the key', state) ?? unknown('The key’s state is not known.')
  const evidence = [
    { label: 'Key', value: key },
    { label: 'Key state', value: state.value },
  ]
  if (state.value === 'Enabled') return pass(...evidence)
  if (!UNUSABLE.has(state.value)) return unknown(`What the key state ${state.value} means is not known.`)
  return failing(
    `The key of the environment is ${state.value}: new instances of the function cannot start.`,
    ...evidence,
  )
}

export const environmentKeyUnusable = defineCheck({
  id: 'environment-key-unusable',
  title: 'Environment that cannot be decrypted',
  group: 'encryption',
  kind: 'function',
  severity: 'high',
  severityNote: null,
  why: 'Without its key Lambda cannot give the function its variables: invocations fail, at the latest when the next instance starts.',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html',
  ],
  needs: ['functions', 'kms-keys'],
  elsewhere: ['Checkov CKV_AWS_227'],
  risks: ['denial-of-service', 'insecure-deployment-configuration'],
  evaluate,
  remediate: ({ kmsKeyArn, region }) => ({
    text: 'Enable the key, or cancel its deletion and then enable it. Where access was denied, let the execution role decrypt with it in the key policy. See first who disabled it, and why.',
    cli:
      kmsKeyArn.state === 'known'
        ? `aws kms enable-key ${regionOf({ region })} --key-id ${shellWord(kmsKeyArn.value)}`
        : null,
    cloudformation: null,
    terraform: null,
  }),
})
