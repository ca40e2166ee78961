import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { nameAtEnd } from '#server/detections/facts/name-at-end.ts'
import { field, isFalse, itemsOf, requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { asText, asTexts } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const call = callTo('cloudtrail')

const selectorsOf = (record: TrailRecord, name: string) => itemsOf(field(requestOf(record), name))

/** What of the management events the trail still takes; undefined where CloudTrail kept nothing of the selectors. */
function taken(record: TrailRecord): 'all' | 'some' | 'none' | undefined {
  const basic = selectorsOf(record, 'eventSelectors')
  const advanced = selectorsOf(record, 'advancedEventSelectors')
  if (basic.length + advanced.length === 0)
    return field(requestOf(record), 'eventSelectors') === undefined ? undefined : 'none'
  const kept = basic.filter((one) => !isFalse(field(one, 'includeManagementEvents')))
  if (kept.some((one) => (asText(field(one, 'readWriteType')) ?? 'All') === 'All')) return 'all'
  const byField = advanced.map((one) => itemsOf(field(one, 'fieldSelectors')))
  const management = byField.filter((fields) =>
    fields.some(
      (one) =>
        field(one, 'field') === 'eventCategory' &&
        asTexts(itemsOf(field(one, 'equals'))).includes('Management'),
    ),
  )
  if (management.some((fields) => !fields.some((one) => field(one, 'field') === 'readOnly'))) return 'all'
  return kept.length + management.length > 0 ? 'some' : 'none'
}

export const trailSelectorsNarrowed = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'trail-selectors-narrowed',
  title: 'Trail no longer takes management events',
  severity: 'high',
  severityNote: 'Medium where it still takes those that write, or those that read.',
  why: 'The trail runs and looks healthy, but what changes the account is no longer written down.',
  sources: ['cloudtrail.amazonaws.com'],
  names: ['PutEventSelectors'],
  techniques: ['T1562.008'],
  falsePositives: 'Trails for data events only, beside one that takes management events.',
  response: [
    ASK_ACTOR,
    step('See what the trail takes now.', "aws cloudtrail get-event-selectors --trail-name '<trail>'"),
  ],
  references: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html',
  ],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.CloudTrail.EventSelectorsDisabled',
    'Elastic defense_evasion_cloudtrail_management_events_disabled_via_eventselectors',
    'Stratus Red Team aws.defense-evasion.cloudtrail-event-selectors',
  ],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [
      example(
        'management events are left out',
        call('PutEventSelectors', {
          trailName: 'main',
          eventSelectors: [{ readWriteType: 'All', includeManagementEvents: false }],
        }),
      ),
      example(
        'only data events are selected',
        call('PutEventSelectors', {
          trailName: 'main',
          advancedEventSelectors: [{ fieldSelectors: [{ field: 'eventCategory', equals: ['Data'] }] }],
        }),
      ),
    ],
    quiet: [
      example(
        'data events are added',
        call('PutEventSelectors', {
          trailName: 'main',
          eventSelectors: [
            {
              readWriteType: 'All',
              includeManagementEvents: true,
              dataResources: [{ type: 'AWS::Lambda::Function', values: ['arn:aws:lambda'] }],
            },
          ],
        }),
      ),
      example(
        'the call is denied',
        call('PutEventSelectors', { trailName: 'main', eventSelectors: [] }, { error: 'AccessDenied' }),
      ),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined
    const rest = taken(record)
    if (rest === undefined || rest === 'all') return undefined
    const target = nameAtEnd(textOf(record, 'trailName') ?? 'a trail')
    return actMatch(record, {
      of: target,
      title: `Trail ${target} narrowed by ${whoIn(record)}`,
      summary: `${ranIn(record)}: management events are left out.`,
      resources: [target],
      ...(rest === 'some'
        ? {
            severity: 'medium' as const,
            severityNote: 'It still takes management events that write, or those that read.',
          }
        : {}),
    })
  },
})
