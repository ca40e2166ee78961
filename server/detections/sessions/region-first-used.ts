import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isThroughService } from '#server/detections/facts/by-aws.ts'
import { DAY, dayOf } from '#server/detections/facts/days.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'

const create = (minute: number, region = 'eu-west-1') =>
  callTo('lambda')('CreateFunction20150331', { functionName: 'x' }, { minute, region })
/** Services that write in us-east-1 or us-west-2 wherever they are used. */
const GLOBAL =
  /^(iam|sts|cloudfront|route53|route53domains|signin|organizations|support|trustedadvisor|globalaccelerator|waf|shield|account|health|sso|sso-directory|identitystore)\.amazonaws\.com$/

export const regionFirstUsed = defineDetection({
  kind: 'first-seen',
  group: 'sessions',
  id: 'region-first-used',
  title: 'Something changed in a region for the first time',
  severity: 'low',
  severityNote: 'Medium where a function is made or changed there.',
  why: 'What you run is in few regions. A change in another is a new project, or somebody who wants to be where nobody looks.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1535'],
  falsePositives: 'New projects.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://attack.mitre.org/techniques/T1535/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.UnusedRegion',
    'Splunk cloud_provisioning_activity_from_previously_unseen_region',
    'Falco Run Instances in Non-approved Region',
  ],
  risks: ['ungoverned-assets'],
  learningDays: 14,
  memoryDays: 90,
  learns: 'account',
  examples: {
    fires: [example('after two weeks, a function elsewhere', create(0), create(15 * DAY, 'ap-east-1'))],
    quiet: [
      example('the usual region', create(0), create(15 * DAY)),
      example(
        'somebody only looks',
        create(0),
        callTo('lambda')('ListFunctions20150331', null, { minute: 15 * DAY, region: 'ap-east-1' }),
      ),
      example(
        'a global service',
        create(0),
        callTo('iam')('CreateRole', null, { minute: 15 * DAY, region: 'us-east-1' }),
      ),
    ],
  },
  select: (record) => {
    if (
      record.readOnly !== false ||
      record.category !== 'management' ||
      !happened(record) ||
      isThroughService(record) ||
      GLOBAL.test(record.eventSource)
    )
      return undefined
    return { subject: 'regions', value: record.region }
  },
  describe: (record, { value, learnedSince }) =>
    actMatch(record, {
      of: value,
      key: value,
      title: `${value} used for the first time, by ${whoIn(record)}`,
      summary: `${ranIn(record)} in ${value}; nothing was changed there since ${dayOf(learnedSince)}.`,
      ...(record.eventSource === 'lambda.amazonaws.com'
        ? { severity: 'medium' as const, severityNote: 'A function is made or changed there.' }
        : {}),
    }),
})
