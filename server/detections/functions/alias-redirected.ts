import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { field, requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { asObject } from '#server/domain/json.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const point = (more: object, by: 'user' | 'pipeline' = 'user') =>
  lambda('UpdateAlias20150331', { functionName: 'orders-api', name: 'live', ...more }, { by })

export const aliasRedirected = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'alias-redirected',
  title: 'Alias pointed at another version by a person',
  severity: 'medium',
  why: 'What calls the alias runs other code from now on, or some of the calls do. No code is uploaded at that moment, so nothing else shows it.',
  sources: LAMBDA,
  names: ['UpdateAlias'],
  techniques: ['T1648', 'T1525'],
  falsePositives: 'Going back to an earlier version by hand.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step(
      'To point it back, name the version that was meant.',
      "aws lambda update-alias --function-name <name> --name <alias> --function-version '<version>'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['out-of-band-deployment', 'execution-flow-manipulation'],
  examples: {
    fires: [
      example('a person names another version', point({ functionVersion: '9' })),
      example(
        'a tenth of the calls goes elsewhere',
        point({ routingConfig: { additionalVersionWeights: { '9': 0.1 } } }),
      ),
    ],
    quiet: [
      example('the pipeline releases', point({ functionVersion: '9' }, 'pipeline')),
      example('its description', point({ description: 'what customers call' })),
    ],
  },
  evaluate: (record) => {
    const { functionName } = record
    if (!happened(record) || functionName === null || !isByPerson(record)) return undefined
    const version = textOf(record, 'functionVersion')
    const weights = Object.keys(
      asObject(field(field(requestOf(record), 'routingConfig'), 'additionalVersionWeights')),
    )
    if (version === undefined && weights.length === 0) return undefined
    const alias = brief(textOf(record, 'name') ?? 'An alias', 140)
    const versions = [version, ...weights].filter((one) => one !== undefined).join(', ')
    return actMatch(record, {
      of: `${functionName} ${alias}`,
      title: `Alias ${alias} of ${functionName} pointed elsewhere by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${alias} of ${functionName} leads to version ${versions}.`,
      evidence: [{ label: 'Versions', value: versions }],
    })
  },
})
