import { defineDetection } from '#server/detections/define-detection.ts'
import { example, within } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { functionMatters } from '#server/detections/facts/function-matters.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const GONE = { functionName: 'orders-api' }

export const functionDeleted = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-deleted',
  title: 'Function deleted',
  severity: 'low',
  severityNote:
    'Medium where a person deleted a function of production or of high criticality; info where a pipeline did it.',
  why: 'What called the function fails from now on. AWS keeps no copy: code and configuration have to be deployed again.',
  sources: LAMBDA,
  names: ['DeleteFunction'],
  techniques: ['T1485', 'T1489'],
  falsePositives: 'Functions that are no longer used.',
  response: [ASK_ACTOR, FOLLOW_SESSION, step('If it was needed, run its last deployment again.')],
  references: ['https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html'],
  needs: ['trail-events'],
  elsewhere: ['Elastic impact_lambda_function_deleted', 'TrailDiscover Lambda/DeleteFunction20150331'],
  risks: ['denial-of-service'],
  examples: {
    fires: [
      example('a person deletes a function', lambda('DeleteFunction20150331', GONE)),
      within(
        {
          functionOf: () => ({
            resourceId: 1,
            arn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders-api',
            roleArn: null,
            environment: 'production',
            criticality: null,
            publicByDeclaration: false,
          }),
        },
        example('it was of production', lambda('DeleteFunction20150331', GONE)),
      ),
    ],
    quiet: [
      example('one version of it', lambda('DeleteFunction20150331', { ...GONE, qualifier: '7' })),
      example('it is denied', lambda('DeleteFunction20150331', GONE, { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record, context) => {
    const { functionName } = record
    if (!happened(record) || functionName === null || textOf(record, 'qualifier')) return undefined
    return actMatch(record, {
      of: functionName,
      title: `Function ${functionName} deleted by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${functionName} is gone.`,
      ...(functionMatters(record, context) && isByPerson(record)
        ? { severity: 'medium', severityNote: 'A person deleted a function that matters.' }
        : loweredForAutomation(record, 'info')),
    })
  },
})
