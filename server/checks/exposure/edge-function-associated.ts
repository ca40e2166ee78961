import { defineCheck } from '#server/checks/define-check.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

const EVENT = /^(viewer|origin)-(request|response) of /

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  if (record.region !== 'us-east-1') return notApplicable('Lambda@Edge functions are in us-east-1.')
  const triggers = around.triggers(record.arn)
  const edge = (triggers.state === 'known' ? triggers.value : []).filter(
    ({ kind, detail }) => kind === 'cloudfront' && EVENT.test(detail),
  )
  if (edge.length > 0) {
    return {
      state: 'fail',
      severity: 'info',
      summary: `It runs as Lambda@Edge in distribution ${edge[0]?.sourceName}: its replicas and their logs are in every region.`,
      evidence: edge.map(({ source, detail }) => ({ label: source, value: detail })),
    }
  }
  const distributions = around.all('distribution', { accountId: record.accountId, region: GLOBAL_REGION })
  const hidden = whyUnseen('CloudFront distributions', distributions) ?? whyUnseen('Its triggers', triggers)
  return hidden ? unknown(hidden) : pass({ label: 'Lambda@Edge', value: 'No distribution runs it' })
}

/** Source: CloudFront Developer Guide, "Customize at the edge with Lambda@Edge". */
export const edgeFunctionAssociated = defineCheck({
  id: 'edge-function-associated',
  title: 'Function runs as Lambda@Edge',
  group: 'exposure',
  kind: 'function',
  severity: 'info',
  severityNote: null,
  off: 'Running code at the edge is a choice; switch it on where the organisation wants to know of each.',
  why: 'Replicas run in every region, write their logs there, and have neither environment variables nor reserved concurrency. Whoever watches one region does not see them.',
  references: ['https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-the-edge.html'],
  needs: ['functions', 'distributions'],
  elsewhere: ['Cloud Custodian lambda-edge'],
  risks: ['inadequate-monitoring', 'ungoverned-assets'],
  evaluate,
  remediate: () => ({
    text: 'Watch the log groups /aws/lambda/us-east-1.NAME of every region, or take the function out of the distribution’s behaviours; CloudFront removes the replicas within hours.',
    cli: null,
    cloudformation: null,
    terraform: null,
  }),
})
