import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

/** Source: Lambda developer guide, "Defined runtime environment variables", those that cannot be set. */
const RESERVED = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
])
const CREDENTIALS = /^AWS_(?:ACCESS_KEY(?:_ID)?|SECRET_ACCESS_KEY|SESSION_TOKEN)$/

export const environmentReservedVariable = defineCheck({
  id: 'environment-reserved-variable',
  title: 'Environment sets a variable that Lambda reserves',
  group: 'governance',
  kind: 'function',
  severity: 'low',
  severityNote: 'Medium where the variable is one of credentials.',
  why: 'Lambda refuses or ignores it, so the code works with another value than its author believes. Keys of one’s own there bypass the role.',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime',
  ],
  needs: ['functions'],
  elsewhere: ['Semgrep reserved-aws-lambda-environment-variable'],
  risks: ['insecure-deployment-configuration'],
  evaluate: ({ environment }) => {
    if (environment.state === 'absent') return notApplicable('It has no environment variables.')
    if (environment.state !== 'known') return unknown(`Its environment: ${whyUnseen(environment)}.`)
    const found = environment.value.names.filter((name) => RESERVED.has(name))
    if (
      found.length === 0 &&
      environment.value.errorCode !== undefined &&
      environment.value.names.length === 0
    )
      return unknown(`Its environment could not be read: ${environment.value.errorCode}.`)
    if (found.length === 0) return pass({ label: 'Variables', value: String(environment.value.names.length) })
    return {
      state: 'fail',
      severity: found.some((name) => CREDENTIALS.test(name)) ? 'medium' : 'low',
      summary: `It sets ${found.join(', ')}, which Lambda sets itself.`,
      evidence: [{ label: 'Reserved variables', value: found.join(', ') }],
    }
  },
  remediate: () => ({
    text: 'Take the variable out of the template, and give it a name of its own where the code needs the value.',
    cli: null,
    cloudformation: null,
    terraform: null,
  }),
})
