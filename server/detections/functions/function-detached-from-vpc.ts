import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, itemsOf, requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, SEE_CONFIGURATION } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const change = (vpcConfig: object, more = {}) =>
  lambda('UpdateFunctionConfiguration20150331v2', { functionName: 'orders-api', vpcConfig }, more)

export const functionDetachedFromVpc = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-detached-from-vpc',
  title: 'Function taken out of its VPC',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'The function reaches the whole internet now, past the firewalls, endpoints and flow logs of the VPC. What it sends out is not seen any more.',
  sources: LAMBDA,
  names: ['UpdateFunctionConfiguration'],
  techniques: ['T1562.007', 'T1041'],
  falsePositives: 'Functions that no longer need anything in the VPC.',
  response: [ASK_ACTOR, SEE_CONFIGURATION],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['insecure-deployment-configuration', 'inadequate-monitoring'],
  examples: {
    fires: [example('a person empties its subnets', change({ subnetIds: [], securityGroupIds: [] }))],
    quiet: [
      example('other subnets', change({ subnetIds: ['subnet-0a1b2c3d'], securityGroupIds: ['sg-0a1b2c3d'] })),
      example('only other security groups', change({ securityGroupIds: ['sg-0a1b2c3d'] })),
      example('it is denied', change({ subnetIds: [] }, { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record) => {
    const { functionName } = record
    const subnets = field(field(requestOf(record), 'vpcConfig'), 'subnetIds')
    if (!happened(record) || functionName === null || subnets === undefined) return undefined
    if (itemsOf(subnets).length > 0) return undefined
    return actMatch(record, {
      of: functionName,
      title: `${functionName} taken out of its VPC by ${whoIn(record)}`,
      summary: `${ranIn(record)} without subnets: ${functionName} runs outside the VPC.`,
      ...loweredForAutomation(record, 'low'),
    })
  },
})
