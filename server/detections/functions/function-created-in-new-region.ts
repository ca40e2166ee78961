import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const DAY = 24 * 60
const create = (minute: number, more = {}) =>
  lambda('CreateFunction20150331', { functionName: 'orders-api' }, { minute, ...more })

export const functionCreatedInNewRegion = defineDetection({
  kind: 'first-seen',
  group: 'functions',
  id: 'function-created-in-new-region',
  title: 'First function in a region',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'Nobody looks at regions in which there is nothing. Miners and other intruders make their functions there.',
  sources: LAMBDA,
  names: ['CreateFunction'],
  techniques: ['T1535', 'T1496', 'T1648'],
  falsePositives: 'A service that moves to another region.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step('See what there is in the region.', "aws lambda list-functions --region '<region>'"),
  ],
  references: ['https://attack.mitre.org/techniques/T1535/'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['ungoverned-assets'],
  learningDays: 14,
  memoryDays: 180,
  learns: 'account',
  examples: {
    fires: [
      example(
        'after two weeks in one region, another',
        create(0),
        create(9 * DAY),
        create(15 * DAY, { region: 'ap-southeast-3' }),
      ),
    ],
    quiet: [
      example('the same region', create(0), create(15 * DAY)),
      example(
        'the account is not known for long enough',
        create(0),
        create(5 * DAY, { region: 'ap-southeast-3' }),
      ),
      example(
        'it is denied',
        create(0),
        create(15 * DAY, { region: 'ap-southeast-3', error: 'AccessDenied' }),
      ),
    ],
  },
  select: (record) => (happened(record) ? { subject: 'functions', value: record.region } : undefined),
  describe: (record, { value, learnedSince }) =>
    actMatch(record, {
      of: value,
      key: value,
      title: `First function in ${value}, by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${record.functionName ?? 'a function'} is the first that is made in ${value} since ${learnedSince.toISOString().slice(0, 10)}.`,
      ...loweredForAutomation(record, 'low'),
    }),
})
