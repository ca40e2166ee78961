import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { asText } from '#server/domain/json.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const CONFIG = 'arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-0f6c334abcdea4d8b'
const update = (untrustedArtifactOnDeployment: string) =>
  lambda('UpdateCodeSigningConfig20200630', {
    codeSigningConfigArn: CONFIG,
    codeSigningPolicies: { untrustedArtifactOnDeployment },
  })

export const codeSigningWeakened = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'code-signing-weakened',
  title: 'Code signing taken off or weakened',
  severity: 'high',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'Code that nobody signed can be deployed from now on. It is the last thing that stands between an intruder who may update functions and their own code.',
  sources: LAMBDA,
  names: ['DeleteCodeSigningConfig', 'DeleteFunctionCodeSigningConfig', 'UpdateCodeSigningConfig'],
  techniques: ['T1553.006', 'T1562.001'],
  falsePositives: 'An urgent release past a broken signing job.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step(
      'To refuse unsigned code again, put the configuration back on the function.',
      "aws lambda put-function-code-signing-config --function-name <name> --code-signing-config-arn '<config-arn>'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['insecure-dependencies', 'out-of-band-deployment'],
  examples: {
    fires: [
      example(
        'a person takes it off a function',
        lambda('DeleteFunctionCodeSigningConfig20200630', { functionName: 'orders-api' }),
      ),
      example('it only warns now', update('Warn')),
    ],
    quiet: [
      example('it refuses', update('Enforce')),
      example(
        'it is denied',
        lambda(
          'DeleteFunctionCodeSigningConfig20200630',
          { functionName: 'orders-api' },
          { error: 'AccessDenied' },
        ),
      ),
    ],
  },
  evaluate: (record) => {
    if (!happened(record)) return undefined
    const policies = field(requestOf(record), 'codeSigningPolicies')
    const onUntrusted = asText(field(policies, 'untrustedArtifactOnDeployment'))
    if (record.eventName === 'UpdateCodeSigningConfig' && onUntrusted !== 'Warn') return undefined
    const target = brief(
      record.functionName ?? textOf(record, 'codeSigningConfigArn') ?? 'a configuration',
      200,
    )
    const what = onUntrusted === 'Warn' ? 'only warns of unsigned code' : 'takes unsigned code'
    return actMatch(record, {
      of: target,
      title: `Code signing of ${target} weakened by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${target} ${what} now.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
