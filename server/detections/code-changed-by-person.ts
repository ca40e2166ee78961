import type { TrailRecord } from '#server/domain/trail-record.ts'
import { type DetectionMatch, defineDetection } from './define-detection.ts'

const VIA: Record<string, string> = {
  console: 'from the console',
  cli: 'with the AWS CLI',
  sdk: 'with an SDK',
}

/** A pipeline signs in with a web identity, or is an AWS service; a person has a console session or own credentials. */
function isPipeline(record: TrailRecord): boolean {
  if (record.tool === 'iac' || record.tool === 'service' || record.actorType === 'service') return true
  return /(^|[-_/])(ci|cd|cicd|deploy|deployer|deployment|pipeline|gha|github|gitlab|jenkins|buildkite|circleci|codebuild|codepipeline|terraform|cdk|cfn-exec)([-_/]|$)/i.test(
    record.actorName,
  )
}

function evaluate(record: TrailRecord): DetectionMatch | undefined {
  if (record.errorCode !== null || record.functionName === null) return undefined
  const byPerson = record.tool === 'console' || !isPipeline(record)
  if (!byPerson || record.tool === 'service') return undefined
  const via = VIA[record.tool] ?? 'with an unknown tool'
  return {
    title: `Code of ${record.functionName} changed by ${record.actorName}`,
    summary: `${record.actorName} ran ${record.eventName} ${via}, outside the deployment pipeline.`,
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
  falsePositives: 'Hotfixes by the on-call engineer; pipelines whose role name says nothing of a pipeline.',
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
  elsewhere: ['Panther AWS.Lambda.UpdateFunctionCode', 'Stratus Red Team aws.persistence.lambda-overwrite-code', 'Splunk aws_lambda_updatefunctioncode', 'Chronicle aws_lambda_update_function_code', 'Falco Update Lambda Function Code'],
  risks: ['out-of-band-deployment'],
  evaluate,
})
