import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { field, requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'
import { asNumber } from '#server/domain/json.ts'

const call = callTo('sts')

export const sessionTokenMade = defineDetection({
  kind: 'single',
  group: 'sessions',
  id: 'session-token-made',
  title: 'Session made from a long-term key',
  severity: 'info',
  severityNote: 'Low where the session lasts longer than twelve hours.',
  why: 'With a session of their own intruders hide which key they stole. It is also how people give their second factor on the command line, and then it is a good sign.',
  sources: ['sts.amazonaws.com'],
  names: ['GetSessionToken'],
  techniques: ['T1550.001'],
  falsePositives: 'People and tools that use a second factor on the command line.',
  response: [FOLLOW_SESSION],
  references: ['https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.STS.GetSessionToken.Misuse',
    'Sigma aws_sts_getsessiontoken_misuse',
    'Splunk aws_detect_sts_get_session_token_abuse',
  ],
  risks: ['leaked-credentials'],
  examples: {
    fires: [
      example('a user makes a session without MFA', call('GetSessionToken', { durationSeconds: 129600 })),
    ],
    quiet: [
      example(
        'a user gives a second factor',
        call('GetSessionToken', { serialNumber: 'arn:aws:iam::111122223333:mfa/alice' }),
      ),
      example('the call fails', call('GetSessionToken', null, { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record) => {
    if (
      !happened(record) ||
      record.actorType !== 'user' ||
      record.tool === 'console' ||
      textOf(record, 'serialNumber')
    )
      return undefined
    const seconds = asNumber(field(requestOf(record), 'durationSeconds')) ?? 43_200
    return actMatch(record, {
      of: 'session',
      title: `Session made from a key by ${whoIn(record)}`,
      summary: `${ranIn(record)} without a second factor, for ${Math.round(seconds / 3600)} hours.`,
      ...(seconds > 43_200
        ? { severity: 'low' as const, severityNote: 'The session lasts longer than twelve hours.' }
        : {}),
    })
  },
})
