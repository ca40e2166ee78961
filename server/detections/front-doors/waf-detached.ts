import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { WAF, waf } from './waf-source.ts'

const STAGE = { resourceArn: 'arn:aws:apigateway:eu-west-1::/restapis/a1b2c3/stages/live' }

export const wafDetached = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'waf-detached',
  title: 'Firewall taken off an API, balancer or distribution',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'Requests reach the functions unfiltered from now on, and without a limit on their number. The rules are all still there, so the list of firewalls looks as ever.',
  sources: [...WAF, 'cloudfront.amazonaws.com'],
  names: ['DisassociateDistributionWebACL', 'DisassociateWebACL'],
  techniques: ['T1562.007', 'T1562.001'],
  falsePositives: 'The search for a rule that blocks customers.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step(
      'To put it back, associate the web ACL again.',
      "aws wafv2 associate-web-acl --web-acl-arn '<acl-arn>' --resource-arn '<resource-arn>'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/waf/latest/APIReference/API_DisassociateWebACL.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.WAF.Disassociation',
    'Tailpipe waf_web_acl_disassociated_from_cloudfront_distribution',
    'Tailpipe waf_web_acl_disassociated_from_elb_application_load_balancer',
  ],
  risks: ['insecure-deployment-configuration', 'event-data-injection', 'denial-of-service'],
  examples: {
    fires: [
      example('a person takes it off a stage', waf('DisassociateWebACL', STAGE)),
      example(
        'off a distribution',
        callTo('cloudfront')('DisassociateDistributionWebACL2020_05_31', { id: 'E1ABC' }),
      ),
    ],
    quiet: [
      example('it is denied', waf('DisassociateWebACL', STAGE, { error: 'WAFNonexistentItemException' })),
      example('firewalls are listed', waf('ListWebACLs', { scope: 'REGIONAL' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record)) return undefined
    const target = brief(
      textOf(record, 'resourceArn') ?? textOf(record, 'id') ?? 'what was not recorded',
      300,
    )
    return actMatch(record, {
      of: target,
      title: `Firewall taken off ${target} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: no web ACL stands before ${target}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
