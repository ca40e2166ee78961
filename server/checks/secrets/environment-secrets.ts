import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, code, properties } from '#server/checks/remedy.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { replaceSecret } from './secret-remedy.ts'
import { isOnInternet, notApplicable, pass, places, secretEvidence, unknown, unseen } from './verdicts.ts'

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const { environment } = record
  if (environment.state === 'absent') return notApplicable('The function has no environment variables.')
  if (environment.state !== 'known')
    return unseen('Environment variables', environment) ?? unknown('Not read.')
  const { secrets, names, errorCode } = environment.value
  if (secrets !== undefined && secrets.length > 0) {
    const isOpen = isOnInternet(record.arn, around)
    return {
      state: 'fail',
      severity: isOpen ? 'critical' : 'high',
      summary: `${secrets.length === 1 ? 'A secret stands' : `${secrets.length} secrets stand`} in the environment: ${places(secrets)}.`,
      evidence: [
        ...secretEvidence(secrets),
        ...(isOpen ? [{ label: 'Reach', value: 'anyone on the internet' }] : []),
      ],
    }
  }
  if (errorCode !== undefined)
    return unknown(`Lambda could not decrypt the variables (${errorCode}): nobody sees their values.`)
  if (secrets === undefined) return unknown('Not looked for by the version that stored it.')
  return pass({ label: 'Variables', value: `${names.length} looked at` })
}

export const environmentSecrets = defineCheck({
  id: 'environment-secrets',
  title: 'Secret in an environment variable',
  group: 'secrets',
  kind: 'function',
  severity: 'high',
  severityNote: 'Critical where anyone on the internet reaches the function.',
  why: 'Whoever may read the configuration reads the secret, and so does all code that runs inside, libraries included. It also stays in templates, pipelines and old versions.',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-encryption',
  ],
  needs: ['functions'],
  elsewhere: [
    'Prowler awslambda_function_no_secrets_in_variables',
    'Checkov CKV_AWS_45',
    'Semgrep aws-lambda-environment-credentials',
    'Powerpipe lambda_function_variables_no_sensitive_data',
  ],
  risks: ['insecure-secrets', 'leaked-credentials'],
  evaluate,
  remediate: () => ({
    text: replaceSecret('the environment variables'),
    cli: null,
    cloudformation: properties('AWS::Lambda::Function', {
      Environment: { Variables: { SECRET_ARN: code('!Ref Secret') } },
    }),
    terraform: argumentsOf('aws_lambda_function', {
      'environment {}': { variables: { SECRET_ARN: code('aws_secretsmanager_secret.this.arn') } },
    }),
  }),
})
