import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, within } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { foreignAccount } from '#server/detections/facts/opened-policy.ts'
import { accountEvidence } from '#server/detections/facts/outside-accounts.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { parseFunctionRef } from '#server/domain/arn.ts'

const rotate = (account: string, more = {}) =>
  callTo('secretsmanager')(
    'RotateSecret',
    { secretId: 'orders/db', rotationLambdaARN: `arn:aws:lambda:eu-west-1:${account}:function:rotate` },
    more,
  )

export const secretRotationFunctionSet = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'secret-rotation-function-set',
  title: 'Function set that rotates a secret',
  severity: 'medium',
  severityNote: "High where the function is of an account that is not the organisation's.",
  why: 'A rotation function reads the secret each time and chooses the next one. Whoever names it gets the secret without a call that reads it.',
  sources: ['secretsmanager.amazonaws.com'],
  names: ['RotateSecret'],
  techniques: ['T1555.006', 'T1546'],
  falsePositives: 'Rotation that is set up by hand; what a pipeline sets is left out.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step(
      'See which function rotates the secret.',
      "aws secretsmanager describe-secret --secret-id '<secret>'",
    ),
    step('To end it, cancel the rotation.', "aws secretsmanager cancel-rotate-secret --secret-id '<secret>'"),
  ],
  references: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['insecure-secrets', 'execution-flow-manipulation'],
  examples: {
    fires: [
      example('a person names a function', rotate('111122223333')),
      example('a function of an unknown account', rotate('444455556666', { by: 'pipeline' })),
    ],
    quiet: [
      example('the pipeline names a function', rotate('111122223333', { by: 'pipeline' })),
      example(
        'it is rotated now, by the function that it has',
        callTo('secretsmanager')('RotateSecret', { secretId: 'orders/db' }),
      ),
      within(
        { isOwnAccount: () => true },
        example('it is denied', rotate('444455556666', { error: 'AccessDenied' })),
      ),
    ],
  },
  evaluate: (record, context) => {
    const arn = happened(record) ? textOf(record, 'rotationLambdaARN') : undefined
    if (arn === undefined) return undefined
    const account = foreignAccount(arn, record, context)
    if (account === undefined && !isByPerson(record)) return undefined
    const secret = brief(textOf(record, 'secretId') ?? 'a secret', 300)
    const name = parseFunctionRef(arn)?.name ?? null
    return actMatch(record, {
      of: `${secret} ${arn}`,
      functionName: account === undefined ? name : null,
      title: `Rotation of ${secret} given to ${brief(name ?? arn, 140)} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${brief(arn, 300)} reads ${secret} and sets it anew.`,
      resources: [secret, arn],
      evidence: account === undefined ? [] : [accountEvidence(account, context)],
      ...(account === undefined
        ? {}
        : {
            severity: 'high',
            severityNote: 'The function is outside the organisation, as far as is known.',
          }),
    })
  },
})
