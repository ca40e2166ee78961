import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/secrets/verdicts.ts'
import { valueOr } from '#server/domain/field.ts'
import type { CodeSigningConfigRecord } from '#server/domain/records/code-signing-config-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'

function evaluate({ functionArns, untrustedArtifacts }: CodeSigningConfigRecord): Verdict {
  const attached = valueOr(functionArns, [])
  if (attached?.length === 0) return notApplicable('The configuration is attached to no function.')
  const hidden = unseen('Policy for untrusted code', untrustedArtifacts)
  if (hidden) return hidden
  if (untrustedArtifacts.state !== 'known') return unknown('The policy for untrusted code is not known.')
  const evidence = [{ label: 'UntrustedArtifactOnDeployment', value: untrustedArtifacts.value }]
  if (untrustedArtifacts.value === 'Enforce') return pass(...evidence)
  if (untrustedArtifacts.value !== 'Warn')
    return unknown(`What the policy ${untrustedArtifacts.value} does is not known.`)
  const notSeen = unseen('Functions of the configuration', functionArns)
  if (notSeen) return notSeen
  return {
    state: 'fail',
    severity: 'medium',
    summary: 'Code without a valid signature is deployed all the same: Lambda only counts it.',
    evidence: [...evidence, { label: 'Functions', value: String(attached?.length ?? 0) }],
  }
}

export const codeSigningWarnOnly = defineCheck({
  id: 'code-signing-warn-only',
  title: 'Code signing that refuses nothing',
  group: 'code',
  kind: 'code-signing-config',
  severity: 'medium',
  severityNote: null,
  why: 'The policy Warn lets unsigned and altered code be deployed. It shows in a CloudWatch metric alone.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html'],
  needs: ['code-signing-configs'],
  elsewhere: ['Checkov CKV_AWS_272'],
  risks: ['out-of-band-deployment', 'insecure-deployment-configuration'],
  evaluate,
  remediate: (record) => ({
    text: 'See in the metric SignatureValidationErrors that all deployments are signed, then let Lambda refuse the others.',
    cli: `aws lambda update-code-signing-config ${regionOf(record)} --code-signing-config-arn ${shellWord(record.arn)} --code-signing-policies UntrustedArtifactOnDeployment=Enforce`,
    cloudformation: properties('AWS::Lambda::CodeSigningConfig', {
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' },
    }),
    terraform: argumentsOf('aws_lambda_code_signing_config', {
      'policies {}': { untrusted_artifact_on_deployment: 'Enforce' },
    }),
  }),
})
