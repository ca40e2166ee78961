import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, code, properties, regionOf } from '#server/checks/remedy.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/secrets/verdicts.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'

function evaluate({ environment, kmsKeyArn }: FunctionRecord): Verdict {
  if (environment.state === 'absent') return notApplicable('The function has no environment variables.')
  const hidden = unseen('Environment variables', environment) ?? unseen('Key of the environment', kmsKeyArn)
  if (hidden) return hidden
  if (environment.state !== 'known') return unknown('Environment variables were not read.')
  if (kmsKeyArn.state === 'known') return pass({ label: 'Key', value: kmsKeyArn.value })
  return {
    state: 'fail',
    severity: 'low',
    summary: `The ${environment.value.names.length} environment variables are encrypted with a key of AWS’s own.`,
    evidence: [{ label: 'KMSKeyArn', value: 'not set: aws/lambda' }],
  }
}

export const environmentKeyCustomerManaged = defineCheck({
  id: 'environment-key-customer-managed',
  title: 'Environment encrypted without a key of one’s own',
  group: 'encryption',
  kind: 'function',
  severity: 'low',
  severityNote: null,
  off: 'Lambda encrypts variables with a key of AWS’s own anyway; a key of one’s own is a policy of the organisation.',
  why: 'With a key of one’s own, who may read the variables is decided apart from who may read the configuration, and each use is in CloudTrail.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html'],
  needs: ['functions'],
  elsewhere: [
    'Prowler awslambda_function_env_vars_not_encrypted_with_cmk',
    'Checkov CKV_AWS_173',
    'KICS 4495bc5d',
    'Semgrep aws-lambda-environment-unencrypted',
    'Powerpipe lambda_function_encryption_enabled',
  ],
  risks: ['insecure-secrets'],
  evaluate,
  remediate: (record) => ({
    text: 'Let the execution role decrypt with the key first (kms:Decrypt), then set the key. Without that permission the function does not start.',
    cli: `aws lambda update-function-configuration ${regionOf(record)} --function-name ${shellWord(record.name)} --kms-key-arn "$KMS_KEY_ARN"`,
    cloudformation: properties('AWS::Lambda::Function', { KmsKeyArn: code('!GetAtt Key.Arn') }),
    terraform: argumentsOf('aws_lambda_function', { kms_key_arn: code('aws_kms_key.this.arn') }),
  }),
})
