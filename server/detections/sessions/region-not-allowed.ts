import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const parameters = z.object({
  regions: z
    .array(z.string().min(1).max(40))
    .max(60)
    .default(['us-east-1', 'eu-west-1'])
    .describe('Regions that may be used'),
})

const GLOBAL =
  /^(iam|sts|cloudfront|route53|signin|organizations|support|account|health|sso|identitystore)\.amazonaws\.com$/

export const regionNotAllowed = defineDetection({
  kind: 'single',
  group: 'sessions',
  id: 'region-not-allowed',
  title: 'Something changed in a region that is not allowed',
  severity: 'medium',
  off: 'It is noise until you say which regions you use.',
  why: 'You said which regions you use. Whatever is made elsewhere is outside your guardrails and your bill of materials.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1535'],
  falsePositives: 'Global services that are not on the list of exceptions.',
  response: [ASK_ACTOR, step('Forbid the region with a service control policy.')],
  references: ['https://attack.mitre.org/techniques/T1535/'],
  needs: ['trail-events'],
  elsewhere: ['Panther AWS.UnusedRegion'],
  risks: ['ungoverned-assets'],
  parameters,
  examples: {
    fires: [
      example(
        'a log stream in a region that is not listed',
        callTo('logs')('CreateLogStream', { logGroupName: 'x' }, { region: 'ap-east-1' }),
      ),
    ],
    quiet: [
      example('a listed region', callTo('logs')('CreateLogStream', { logGroupName: 'x' })),
      example(
        'somebody only looks',
        callTo('lambda')('ListFunctions20150331', null, { region: 'ap-east-1' }),
      ),
      example('a global service', callTo('iam')('CreateRole', null, { region: 'ap-east-1' })),
    ],
  },
  evaluate: (record, _context, { regions }) => {
    if (
      record.readOnly !== false ||
      !happened(record) ||
      regions.includes(record.region) ||
      GLOBAL.test(record.eventSource)
    )
      return undefined
    return actMatch(record, {
      of: record.region,
      title: `${brief(record.eventName, 80)} in ${record.region}, which is not allowed`,
      summary: `${ranIn(record)} in ${record.region}.`,
    })
  },
})
