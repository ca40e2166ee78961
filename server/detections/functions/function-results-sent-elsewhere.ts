import { defineDetection } from '#server/detections/define-detection.ts'
import { example, within } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { accountEvidence, accountIn, isOutside } from '#server/detections/facts/outside-accounts.ts'
import { field, requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, SEE_CONFIGURATION, step } from '#server/detections/facts/response-steps.ts'
import { asText } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const queue = (account: string) => `arn:aws:sqs:eu-west-1:${account}:results`
const send = (destination: string, more = {}) =>
  lambda(
    'PutFunctionEventInvokeConfig20190925',
    { functionName: 'orders-api', destinationConfig: { onSuccess: { destination } } },
    more,
  )

function destinationsOf(record: TrailRecord): string[] {
  const request = requestOf(record)
  const config = field(request, 'destinationConfig')
  return [
    asText(field(field(config, 'onSuccess'), 'destination')),
    asText(field(field(config, 'onFailure'), 'destination')),
    asText(field(field(request, 'deadLetterConfig'), 'targetArn')),
  ].filter((arn) => arn !== undefined && arn !== '') as string[]
}

export const functionResultsSentElsewhere = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-results-sent-elsewhere',
  title: 'Results or failed events of a function sent elsewhere',
  severity: 'low',
  severityNote:
    "High where they go to an account that is not the organisation's; info where a pipeline did it.",
  why: 'Destinations get the event and the answer of every asynchronous invocation, dead-letter targets the events that failed. That is a copy of the data that nobody who reads the code sees.',
  sources: LAMBDA,
  names: [
    'CreateEventSourceMapping',
    'PutFunctionEventInvokeConfig',
    'UpdateEventSourceMapping',
    'UpdateFunctionConfiguration',
    'UpdateFunctionEventInvokeConfig',
  ],
  techniques: ['T1537', 'T1020'],
  falsePositives: 'Destinations that are set up by hand.',
  response: [
    ASK_ACTOR,
    SEE_CONFIGURATION,
    step(
      'To send nothing on, delete the settings.',
      'aws lambda delete-function-event-invoke-config --function-name <name>',
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['execution-flow-manipulation', 'out-of-band-deployment'],
  examples: {
    fires: [
      example(
        'to a queue of another account, by the pipeline',
        send(queue('444455556666'), { by: 'pipeline' }),
      ),
      example('to a queue of the account, by a person', send(queue('111122223333'))),
    ],
    quiet: [
      example(
        'only the age of events',
        lambda('PutFunctionEventInvokeConfig20190925', {
          functionName: 'orders-api',
          maximumEventAgeInSeconds: 60,
        }),
      ),
      example('it is denied', send(queue('444455556666'), { error: 'AccessDenied' })),
      within(
        { isOwnAccount: () => true },
        example(
          'a role of nobody',
          lambda('GetFunctionEventInvokeConfig20190925', { functionName: 'orders-api' }),
        ),
      ),
    ],
  },
  evaluate: (record, context) => {
    const { functionName } = record
    const destinations = happened(record) && functionName !== null ? destinationsOf(record) : []
    if (destinations.length === 0) return undefined
    const foreign = destinations.find((arn) => isOutside(accountIn(arn), record, context))
    const account = accountIn(foreign)
    const where = brief(foreign ?? destinations.join(', '), 300)
    return actMatch(record, {
      of: `${functionName} ${where}`,
      title: `Events of ${functionName} sent ${account ? `to account ${account}` : 'elsewhere'} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: what ${functionName} takes or answers goes to ${where}.`,
      resources: destinations,
      evidence: account === undefined ? [] : [accountEvidence(account, context)],
      ...(account === undefined
        ? loweredForAutomation(record, 'info')
        : { severity: 'high', severityNote: 'They leave the organisation, as far as is known.' }),
    })
  },
})
