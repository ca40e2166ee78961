import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import type { FunctionRecord, PolicyDocument } from '#server/domain/records/function-record.ts'
import { shellWord } from '#server/domain/text.ts'
import { INVOKE_URL } from '#server/domain/triggers/admission.ts'
import { anonymousCaller, urlCallers } from '#server/domain/triggers/url-callers.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { openUrls, stateOfUrl } from './open-urls.ts'
import { openTo, readPolicy } from './openness.ts'

type Opening = { opens: boolean } | { opens: undefined; reason: string }

const HALF = {
  label: 'lambda:InvokeFunction through the URL',
  value: 'No statement allows it. URLs made since October 2025 need it, but in accounts that AWS exempted.',
}

/** A request without credentials, as the URL presents it. */
function stranger() {
  const [caller] = urlCallers(anonymousCaller(), 'NONE')
  caller.context.set('lambda:invokedviafunctionurl', ['true'])
  return caller
}

function opening(document: PolicyDocument | undefined, resource: string): Opening {
  if (!document) return { opens: false }
  const policy = readPolicy(document, 'resource policy')
  if (!policy) return { opens: undefined, reason: 'its resource policy could not be understood' }
  const asked = { policy, resource, actions: [INVOKE_URL] }
  const { state } = openTo(stranger(), asked, INVOKE_URL)
  if (state === 'unclear')
    return { opens: undefined, reason: 'a condition of its resource policy cannot be settled' }
  return { opens: state === 'open' }
}

/** Whether the resource policy that a URL's qualifier has lets everyone in. */
function openingOf(record: FunctionRecord, qualifier: string | undefined): Opening {
  const field = qualifier ? record.qualifiedPolicies : record.policy
  if (field.state === 'denied' || field.state === 'failed') return { opens: undefined, reason: unseen(field) }
  if (!qualifier)
    return opening(record.policy.state === 'known' ? record.policy.value : undefined, record.arn)
  const { qualifiedPolicies: policies } = record
  return opening(
    policies.state === 'known' ? policies.value[qualifier] : undefined,
    `${record.arn}:${qualifier}`,
  )
}

function unseen(field: { state: string; permission?: string; reason?: string }): string {
  return field.state === 'denied'
    ? `${field.permission} was denied`
    : (field.reason ?? 'it could not be read')
}

function evaluate(record: FunctionRecord): Verdict {
  const { urls } = record
  if (urls.state === 'denied' || urls.state === 'failed') {
    return { state: 'unknown', reason: `Function URLs: ${unseen(urls)}.` }
  }
  if (urls.state === 'absent' || urls.value.length === 0) {
    return { state: 'not applicable', reason: 'The function has no URL.' }
  }
  const open = urls.value.filter((url) => url.authType === 'NONE')
  const strange = urls.value.find((url) => url.authType !== 'NONE' && url.authType !== 'AWS_IAM')
  if (open.length === 0 && !strange) {
    return {
      state: 'pass',
      evidence: urls.value.map((url) => ({ label: url.url, value: `AuthType ${url.authType}` })),
    }
  }
  const states = new Map(openUrls(record).map((one) => [one.url, stateOfUrl(one)]))
  const verdicts = open.map((url) => {
    const opening = openingOf(record, url.qualifier)
    return opening.opens && states.get(url) === 'dead' ? { url, opens: false } : { url, ...opening }
  })
  const reached = verdicts.filter(({ opens }) => opens)
  const evidence = verdicts.flatMap(({ url, opens }) => [
    {
      label: url.url,
      value: `AuthType NONE, resource policy ${opens === undefined ? 'not readable' : opens ? 'allows everyone' : 'allows nobody through it'}`,
    },
    ...(opens && states.get(url) === 'half' ? [HALF] : []),
  ])
  if (reached.length > 0) {
    const name = reached[0]?.url.qualifier ? ` (qualifier ${reached[0].url.qualifier})` : ''
    const isHalf = reached.every(({ url }) => states.get(url) === 'half')
    const summary = isHalf
      ? `Its URL${name} asks for no authentication and its policy lets everyone call it: a second statement, which AWS wants for newer URLs, is all that may still keep it shut.`
      : `Anyone on the internet can invoke it through its URL${name} without authentication.`
    const since = reached
      .map(({ url }) => url.lastModifiedAt ?? url.createdAt)
      .find((time) => time !== undefined)
    return { state: 'fail', severity: 'high', summary, evidence, since }
  }
  for (const verdict of verdicts) {
    if (verdict.opens === undefined)
      return { state: 'unknown', reason: `The URL needs no authentication, but ${verdict.reason}.` }
  }
  if (strange) return { state: 'unknown', reason: `What AuthType ${strange.authType} admits is not known.` }
  return { state: 'pass', evidence }
}

/**
 * A URL with AuthType NONE admits everyone only together with a resource policy that allows
 * lambda:InvokeFunctionUrl to everyone. Source: Lambda Developer Guide, "Control access to Lambda function URLs".
 */
export const functionUrlPublic = defineCheck({
  id: 'function-url-public',
  title: 'Function URL open to everyone',
  group: 'exposure',
  kind: 'function',
  severity: 'high',
  severityNote: null,
  alerts: true,
  why: 'A function URL without authentication is a public endpoint: anyone can run the code with its role, and run up its cost. Such URLs are also a known way to keep access after an intrusion.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html'],
  needs: ['functions'],
  elsewhere: [
    'Prowler awslambda_function_url_public',
    'Security Hub Lambda.1',
    'Checkov CKV_AWS_258',
    'cdk-nag LambdaFunctionUrlAuth',
    'Powerpipe lambda_function_restrict_public_url',
    'Cloud Custodian url-config',
  ],
  risks: ['broken-authentication', 'denial-of-service'],
  alertTitle: (record) => `Function URL open to everyone: ${record.name}`,
  evaluate,
  remediate: (record) => ({
    text: 'Require IAM authentication on the URL, or delete the URL. Callers that send no signature are refused from then on.',
    cli: `aws lambda update-function-url-config ${regionOf(record)} --function-name ${shellWord(record.name)} --auth-type AWS_IAM`,
    cloudformation: properties('AWS::Lambda::Url', { AuthType: 'AWS_IAM' }),
    terraform: argumentsOf('aws_lambda_function_url', { authorization_type: 'AWS_IAM' }),
  }),
})
