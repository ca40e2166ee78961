import { defineCheck } from '#server/checks/define-check.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { deploymentTag } from './deployment-tool.ts'
import { madeForPlatform, notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const made = madeForPlatform(record)
  if (made) return made
  const origin = around.origin(record.arn)
  const tag = deploymentTag(record)
  const created = origin.state === 'known' ? origin.value.created : null
  if (!tag && created?.tool !== 'iac') {
    if (origin.state !== 'known') return unknown(`How it is deployed: ${whyUnseen(origin)}.`)
    if (record.tags.state === 'denied' || record.tags.state === 'failed')
      return unknown(`Whether a deployment tool manages it: ${whyUnseen(record.tags)}.`)
    return notApplicable('No deployment tool is known to manage it.')
  }
  if (origin.state !== 'known') return unknown(`Who changed its code last: ${whyUnseen(origin)}.`)
  const managed = tag ?? { label: 'Created with', value: 'infrastructure as code' }
  const change = origin.value.lastCodeChange
  if (!change) return unknown('The last change of its code is older than the events that are stored.')
  const evidence = [
    managed,
    { label: 'Last change of code', value: `${change.at} by ${change.actor}` },
    { label: 'With', value: change.tool },
    { label: 'Event', value: change.eventId },
  ]
  if (change.tool === 'unknown')
    return unknown(`${change.actor} changed its code last, with what is not known.`)
  if (change.tool !== 'console' && change.tool !== 'cli') return pass(...evidence)
  const isConsole = change.tool === 'console'
  return {
    state: 'fail',
    severity: isConsole ? 'medium' : 'low',
    summary: `${change.actor} changed its code ${isConsole ? 'in the console' : 'with the AWS CLI'}, past the tool that manages it.`,
    evidence,
    since: change.at,
  }
}

export const codeChangedOutsidePipeline = defineCheck({
  id: 'code-changed-outside-pipeline',
  title: 'Code changed past its deployment tool',
  group: 'governance',
  kind: 'function',
  severity: 'medium',
  severityNote: 'Low where it was changed with the AWS CLI, which some pipelines use.',
  why: 'What runs is no longer what the repository says. Nobody reviewed it, and the next deployment takes it away without a word.',
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/foundation-iac.html',
  ],
  needs: ['functions', 'trail-events'],
  elsewhere: ['panther aws_overwrite_lambda_code'],
  risks: ['out-of-band-deployment', 'ungoverned-assets'],
  evaluate,
  remediate: (record) => ({
    text: `Compare the code that runs in ${record.name} with the repository, then deploy it from the pipeline again. Keep a copy before, should it turn out to be an intruder’s.`,
    cli: null,
    cloudformation: null,
    terraform: null,
  }),
})
