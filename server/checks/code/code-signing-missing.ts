import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, code, properties, regionOf } from '#server/checks/remedy.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/secrets/verdicts.ts'
import { isUnseen, valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  if (record.packageType.state === 'known' && record.packageType.value === 'Image')
    return notApplicable('Lambda checks no signatures of container images.')
  const configs = around.all('code-signing-config', record)
  if (configs.state !== 'known') return unseen('Code signing configurations', configs) ?? unknown('Not read.')
  const own = configs.value.find((config) => (valueOr(config.functionArns, []) ?? []).includes(record.arn))
  if (own)
    return pass(
      { label: 'Code signing configuration', value: own.name },
      { label: 'Untrusted code', value: valueOr(own.untrustedArtifacts, 'not set') ?? 'not known' },
    )
  const hidden = configs.value.find((config) => isUnseen(config.functionArns))
  if (hidden)
    return unseen(`Functions of ${hidden.name}`, hidden.functionArns) ?? unknown('Not all were read.')
  return {
    state: 'fail',
    severity: 'low',
    summary: 'No code signing configuration is attached: Lambda takes code that nobody signed.',
    evidence: [{ label: 'Code signing configurations in the region', value: String(configs.value.length) }],
  }
}

export const codeSigningMissing = defineCheck({
  id: 'code-signing-missing',
  title: 'Code that nobody has to sign',
  group: 'code',
  kind: 'function',
  severity: 'low',
  severityNote: null,
  off: 'Code signing needs a build pipeline that signs: an organisation’s decision.',
  why: 'With code signing Lambda refuses code that did not come from the build pipeline, whoever uploads it.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html'],
  needs: ['functions', 'code-signing-configs'],
  elsewhere: ['Checkov CKV_AWS_272', 'cloudsploit lambdaCodeSigningEnabled', 'ElectricEye Lambda.3'],
  risks: ['out-of-band-deployment', 'insecure-deployment-configuration'],
  evaluate,
  remediate: (record) => ({
    text: 'Create a code signing configuration with the signing profile of the pipeline, first with the policy Warn, and attach it. Change to Enforce once deployments are signed: unsigned ones fail from then on.',
    cli: `aws lambda put-function-code-signing-config ${regionOf(record)} --function-name ${shellWord(record.name)} --code-signing-config-arn "$CODE_SIGNING_CONFIG_ARN"`,
    cloudformation: properties('AWS::Lambda::Function', {
      CodeSigningConfigArn: code('!Ref CodeSigningConfig'),
    }),
    terraform: argumentsOf('aws_lambda_function', {
      code_signing_config_arn: code('aws_lambda_code_signing_config.this.arn'),
    }),
  }),
})
