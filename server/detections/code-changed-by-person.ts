import { asObject, asText } from '#server/domain/json.ts'
import { personName } from '#server/domain/trail/short-actor.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { type DetectionMatch, defineDetection } from './define-detection.ts'

const VIA: Record<string, string> = {
  console: 'from the console',
  cli: 'with the AWS CLI',
  sdk: 'with an SDK',
}

const PIPELINE_NAME =
  /(^|[-_/.])(ci|cd|cicd|deploy|deployer|deployment|pipeline|gha|github|gitlab|jenkins|buildkite|circleci|codebuild|codepipeline|terraform|cdk|cfn-exec)([-_/.]|$)/i
/** Web identity providers that people sign in with; every other one vouches for a workload. Source: IAM, web identity. */
const PEOPLES_PROVIDERS =
  /^(accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com|cognito-identity\.amazonaws\.com)/

/** Signs that only a person leaves: the console, single sign-on, root, a second factor. */
function isPerson(record: TrailRecord): boolean {
  const session = asObject(asObject(record.raw.userIdentity).sessionContext)
  const mfa = asObject(session.attributes).mfaAuthenticated
  const isSso = record.actorArn.includes(':assumed-role/AWSReservedSSO_')
  return record.tool === 'console' || record.actorType === 'root' || isSso || mfa === 'true' || mfa === true
}

function isWorkload(record: TrailRecord): boolean {
  const session = asObject(asObject(record.raw.userIdentity).sessionContext)
  const provider = asText(asObject(session.webIdFederationData).federatedProvider)
  return provider !== undefined && !PEOPLES_PROVIDERS.test(provider)
}

/** The name that an administrator chose, of the role or the user: a session's name is its caller's choice and proves nothing. */
function isPipelineByName(record: TrailRecord): boolean {
  return PIPELINE_NAME.test(record.actorName.split('/')[0] ?? '')
}

function isByPerson(record: TrailRecord): boolean {
  if (record.tool === 'iac' || record.tool === 'service' || record.actorType === 'service') return false
  return isPerson(record) || !(isWorkload(record) || isPipelineByName(record))
}

/** A dry run checks the request and changes nothing. */
function isDryRun(record: TrailRecord): boolean {
  const { dryRun } = asObject(record.raw.requestParameters)
  return dryRun === true || dryRun === 'true'
}

function evaluate(record: TrailRecord): DetectionMatch | undefined {
  if (record.errorCode !== null || record.functionName === null || isDryRun(record)) return undefined
  if (!isByPerson(record)) return undefined
  const via = VIA[record.tool] ?? 'with an unknown tool'
  return {
    title: `Code of ${record.functionName} changed by ${personName(record.actorName)}`,
    summary: `${personName(record.actorName)} ran ${record.eventName} ${via}, outside the deployment pipeline.`,
    key: `${record.functionName} ${record.actorArn}`,
    functionName: record.functionName,
    evidence: [
      { label: 'Actor', value: record.actorArn },
      { label: 'Tool', value: record.userAgent ?? 'not recorded' },
      { label: 'Source address', value: record.sourceIp ?? 'not recorded' },
    ],
  }
}

export const codeChangedByPerson = defineDetection({
  id: 'code-changed-by-person',
  title: 'Code changed by a person',
  severity: 'high',
  why: 'Code that does not come out of the pipeline was not reviewed and is not in version control. Overwriting a function is also how an intruder stays, with the rights of its role.',
  sources: ['lambda.amazonaws.com'],
  names: ['UpdateFunctionCode'],
  techniques: ['T1648', 'T1525'],
  falsePositives:
    'Hotfixes by the on-call engineer; pipelines that use no web identity and whose role name says nothing of a pipeline.',
  response: [
    { text: 'Ask the actor, by another channel, whether they did this.', command: null },
    {
      text: 'See what runs now and compare its hash with the last release.',
      command:
        'aws lambda get-function --function-name <name> --query Configuration.[CodeSha256,LastModified]',
    },
    {
      text: 'Point the alias back to the last published version.',
      command: 'aws lambda update-alias --function-name <name> --name <alias> --function-version <version>',
    },
  ],
  references: ['https://attack.mitre.org/techniques/T1648/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.Lambda.UpdateFunctionCode',
    'Stratus Red Team aws.persistence.lambda-overwrite-code',
    'Splunk aws_lambda_updatefunctioncode',
    'Chronicle aws_lambda_update_function_code',
    'Falco Update Lambda Function Code',
  ],
  risks: ['out-of-band-deployment'],
  evaluate,
})
