import {
  type DetectionContext,
  type DetectionMatch,
  defineDetection,
} from '#server/detections/define-detection.ts'
import { functionBehind } from '#server/detections/facts/by-function.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { isDryRun } from '#server/detections/facts/is-dry-run.ts'
import { personName } from '#server/domain/trail/short-actor.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const VIA: Record<string, string> = {
  console: 'from the console',
  cli: 'with the AWS CLI',
  sdk: 'with an SDK',
}

function evaluate(record: TrailRecord, context: DetectionContext): DetectionMatch | undefined {
  if (record.errorCode !== null || record.functionName === null || isDryRun(record)) return undefined
  if (!isByPerson(record) || functionBehind(record, context) !== undefined) return undefined
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
  kind: 'single',
  group: 'functions',
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
  examples: {
    fires: [
      {
        title: 'a person uploads code in the console',
        records: [
          {
            source: 'lambda',
            name: 'UpdateFunctionCode20150331v2',
            by: 'console',
            request: { functionName: 'orders-api' },
          },
        ],
      },
    ],
    quiet: [
      {
        title: 'the pipeline deploys',
        records: [
          {
            source: 'lambda',
            name: 'UpdateFunctionCode20150331v2',
            by: 'pipeline',
            request: { functionName: 'orders-api' },
          },
        ],
      },
      {
        title: 'a function does it, which has a detection of its own',
        records: [
          {
            source: 'lambda',
            name: 'UpdateFunctionCode20150331v2',
            by: 'function',
            request: { functionName: 'payments' },
          },
        ],
      },
      {
        title: 'a person is denied',
        records: [
          {
            source: 'lambda',
            name: 'UpdateFunctionCode20150331v2',
            by: 'console',
            error: 'AccessDenied',
            request: { functionName: 'orders-api' },
          },
        ],
      },
    ],
  },
  evaluate,
})
