import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, principalOf, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isThroughService } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'
import { isOwnRead } from '#server/domain/trail/own-agent.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const DAY = 24 * 60
const list = (by: 'user' | 'role' | 'console', minute: number) =>
  lambda('ListFunctions20150331', null, { by, minute })

export const functionsReadByNewPrincipal = defineDetection({
  kind: 'first-seen',
  group: 'functions',
  id: 'functions-read-by-new-principal',
  title: 'Functions looked at by a principal that never did',
  severity: 'low',
  why: 'Before code is overwritten or downloaded, somebody looks what there is. A principal that never asked for functions and now does has a new task, or a new user.',
  sources: LAMBDA,
  names: ['GetAccountSettings', 'GetFunction', 'GetFunctionConfiguration', 'GetPolicy', 'ListFunctions'],
  techniques: ['T1526', 'T1580'],
  falsePositives: 'New colleagues and new tools. The console is left out.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://attack.mitre.org/techniques/T1526/'],
  needs: ['trail-events'],
  elsewhere: ['TrailDiscover Lambda/ListFunctions20150331', 'TrailDiscover Lambda/GetFunction20150331v2'],
  risks: ['leaked-credentials'],
  learningDays: 14,
  memoryDays: 90,
  learns: 'account',
  examples: {
    fires: [
      example(
        'after two weeks of one role, a user',
        list('role', 0),
        list('role', 9 * DAY),
        list('user', 15 * DAY),
      ),
    ],
    quiet: [
      example('the same role', list('role', 0), list('role', 15 * DAY)),
      example('a person in the console', list('role', 0), list('console', 15 * DAY)),
      example('the account is not known for long enough', list('role', 0), list('user', 5 * DAY)),
    ],
  },
  select: (record) =>
    happened(record) && record.tool !== 'console' && !isThroughService(record) && !isOwnRead(record)
      ? { subject: principalOf(record), value: 'reads functions' }
      : undefined,
  describe: (record, { subject, learnedSince }) =>
    actMatch(record, {
      of: subject,
      key: subject,
      title: `Functions looked at by ${whoIn(record)}, which never did before`,
      summary: `${ranIn(record)}. It asked for no function since ${learnedSince.toISOString().slice(0, 10)}.`,
    }),
})
