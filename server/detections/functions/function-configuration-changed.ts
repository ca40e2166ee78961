import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, SEE_CONFIGURATION } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const NOT_A_SETTING = new Set(['functionname', 'revisionid', 'fullyqualifiedarn'])

export const functionConfigurationChanged = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-configuration-changed',
  title: 'Configuration of a function changed by a person',
  severity: 'low',
  why: 'Environment variables, handler and role decide what the code does and with which rights. What is set by hand is not in version control, and the next deployment may or may not undo it.',
  sources: LAMBDA,
  names: ['UpdateFunctionConfiguration'],
  techniques: ['T1098', 'T1648'],
  falsePositives: 'Engineers who change memory or a timeout in the console.',
  response: [ASK_ACTOR, SEE_CONFIGURATION],
  references: ['https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Falco Update Lambda Function Configuration',
    'TrailDiscover Lambda/UpdateFunctionConfiguration20150331v2',
  ],
  risks: ['out-of-band-deployment', 'insecure-deployment-configuration'],
  examples: {
    fires: [
      example(
        'a person changes the memory',
        lambda('UpdateFunctionConfiguration20150331v2', { functionName: 'orders-api', memorySize: 1024 }),
      ),
    ],
    quiet: [
      example(
        'the pipeline changes it',
        lambda(
          'UpdateFunctionConfiguration20150331v2',
          { functionName: 'orders-api', memorySize: 1024 },
          { by: 'pipeline' },
        ),
      ),
      example(
        'it is denied',
        lambda(
          'UpdateFunctionConfiguration20150331v2',
          { functionName: 'orders-api' },
          { error: 'AccessDenied' },
        ),
      ),
    ],
  },
  evaluate: (record) => {
    const { functionName } = record
    if (!happened(record) || functionName === null || !isByPerson(record)) return undefined
    const settings = Object.keys(requestOf(record)).filter((name) => !NOT_A_SETTING.has(name.toLowerCase()))
    return actMatch(record, {
      of: functionName,
      title: `Configuration of ${functionName} changed by ${whoIn(record)}`,
      summary: `${ranIn(record)}, outside the deployment pipeline${settings.length > 0 ? `: ${settings.slice(0, 20).join(', ')}` : ''}.`,
      evidence: [{ label: 'Settings', value: settings.join(', ') || 'not recorded' }],
    })
  },
})
