import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, within } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { openedBy } from '#server/detections/facts/opened-policy.ts'
import { accountEvidence } from '#server/detections/facts/outside-accounts.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const events = callTo('events')
const put = (principal: string, more: object = {}) =>
  events('PutPermission', {
    eventBusName: 'orders',
    action: 'events:PutEvents',
    statementId: 'x',
    principal,
    ...more,
  })

export const eventBusOpened = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'event-bus-opened',
  title: 'Event bus opened to the outside',
  severity: 'high',
  severityNote: 'Medium where it is one account, and not everybody.',
  why: 'Strangers can put events on the bus, and so start the functions behind its rules with data of their choice. Rules cannot tell such events from those of the account unless they look at the account.',
  sources: ['events.amazonaws.com'],
  names: ['PutPermission'],
  techniques: ['T1190', 'T1546'],
  falsePositives: 'Buses that a partner is meant to use; accounts of the organisation that are not watched.',
  response: [
    ASK_ACTOR,
    step('See who may use the bus.', "aws events describe-event-bus --name '<bus>'"),
    step(
      'To close it, remove the statement.',
      "aws events remove-permission --event-bus-name '<bus>' --statement-id '<statement-id>'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['insecure-deployment-configuration', 'event-data-injection'],
  examples: {
    fires: [example('everybody may put events', put('*')), example('an account may', put('444455556666'))],
    quiet: [
      example(
        'the organisation may',
        put('*', { condition: { type: 'StringEquals', key: 'aws:PrincipalOrgID', value: 'o-a1b2c3d4e5' } }),
      ),
      within({ isOwnAccount: () => true }, example('an account of the organisation', put('444455556666'))),
      example(
        'a permission is removed',
        events('RemovePermission', { eventBusName: 'orders', statementId: 'x' }),
      ),
    ],
  },
  evaluate: (record, context) => {
    const opened = happened(record) ? openedBy(record, context) : undefined
    if (!opened) return undefined
    const { whom, isEverybody, account, actions } = opened
    const bus = brief(textOf(record, 'eventBusName') ?? 'the default event bus', 300)
    return actMatch(record, {
      of: `${bus} ${whom}`,
      title: `${bus} opened to ${whom} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${whom} may do ${actions.slice(0, 10).join(', ') || 'what was not recorded'} on ${bus}.`,
      resources: [bus],
      evidence: account === undefined ? [] : [accountEvidence(account, context)],
      ...(isEverybody ? {} : { severity: 'medium', severityNote: 'It is one account, and not everybody.' }),
    })
  },
})
