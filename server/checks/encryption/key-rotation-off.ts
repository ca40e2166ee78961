import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/secrets/verdicts.ts'
import type { KmsKeyRecord } from '#server/domain/records/kms-key-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'

function evaluate({ manager, keySpec, origin, state, rotates }: KmsKeyRecord): Verdict {
  if (manager.state === 'known' && manager.value === 'AWS') return notApplicable('AWS rotates its own keys.')
  if (keySpec.state === 'known' && keySpec.value !== 'SYMMETRIC_DEFAULT')
    return notApplicable('Asymmetric and HMAC keys do not rotate by themselves.')
  if (origin.state === 'known' && origin.value !== 'AWS_KMS')
    return notApplicable('Key material from elsewhere does not rotate by itself.')
  if (state.state === 'known' && state.value.startsWith('Pending'))
    return notApplicable('The key is not in use yet, or is being deleted.')
  const hidden =
    unseen('Who manages the key', manager) ??
    unseen('Kind of the key', keySpec) ??
    unseen('Origin of the key', origin) ??
    unseen('Rotation', rotates)
  if (hidden) return hidden
  if (rotates.state !== 'known') return unknown('Whether the key rotates is not known.')
  const evidence = [{ label: 'Rotation', value: rotates.value ? 'on' : 'off' }]
  if (rotates.value) return pass(...evidence)
  return {
    state: 'fail',
    severity: 'medium',
    summary: 'The key’s material is never replaced: automatic rotation is off.',
    evidence,
  }
}

export const keyRotationOff = defineCheck({
  id: 'key-rotation-off',
  title: 'Key that does not rotate',
  group: 'encryption',
  kind: 'kms-key',
  severity: 'medium',
  severityNote: null,
  why: 'Rotation bounds how much is encrypted under one key’s material. It costs no change in the functions: what was encrypted before stays readable.',
  references: ['https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html'],
  needs: ['kms-keys'],
  elsewhere: [
    'Prowler kms_cmk_rotation_enabled',
    'Security Hub KMS.4',
    'AWS Config cmk-backing-key-rotation-enabled',
    'Checkov CKV_AWS_7',
  ],
  risks: ['insecure-secrets', 'insecure-deployment-configuration'],
  evaluate,
  remediate: (record) => ({
    text: 'Switch automatic rotation on; the key keeps its id, its ARN and its aliases.',
    cli: `aws kms enable-key-rotation ${regionOf(record)} --key-id ${shellWord(record.name)}`,
    cloudformation: properties('AWS::KMS::Key', { EnableKeyRotation: true }),
    terraform: argumentsOf('aws_kms_key', { enable_key_rotation: true }),
  }),
})
