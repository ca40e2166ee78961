import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { field, requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, SEE_CONFIGURATION, step } from '#server/detections/facts/response-steps.ts'
import { asObject } from '#server/domain/json.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

/** Variables by which the runtime or the linker loads other code, or calls go to other places. Source: Lambda, runtime wrappers. */
const LOADS_CODE =
  /^(AWS_LAMBDA_EXEC_WRAPPER|LD_PRELOAD|LD_LIBRARY_PATH|NODE_OPTIONS|NODE_PATH|PYTHONPATH|PYTHONSTARTUP|RUBYOPT|RUBYLIB|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|DOTNET_STARTUP_HOOKS|BASH_ENV|HTTPS?_PROXY|ALL_PROXY|AWS_ENDPOINT_URL(_.+)?|AWS_CA_BUNDLE|NODE_EXTRA_CA_CERTS)$/i
const CREDENTIALS =
  /(^|_)(AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY)|SECRET(_?KEY)?|PASSWORD|PASSWD|PRIVATE_?KEY|API_?KEY|(ACCESS|AUTH)_?TOKEN)$/i

const change = (environment: object, more = {}) =>
  lambda('UpdateFunctionConfiguration20150331v2', { functionName: 'orders-api', environment }, more)

export const functionEnvironmentChanged = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-environment-changed',
  title: 'Environment of a function changed by a person',
  severity: 'low',
  severityNote: 'Medium where a variable is named that loads code, redirects calls or holds credentials.',
  why: 'Variables decide where a function sends data and can make the runtime load other code, with its own code unchanged. CloudTrail mostly leaves their names out, so the change alone has to do.',
  sources: LAMBDA,
  names: ['CreateFunction', 'UpdateFunctionConfiguration'],
  techniques: ['T1574', 'T1552.001', 'T1648'],
  falsePositives: 'Engineers who set a variable in the console.',
  response: [
    ASK_ACTOR,
    SEE_CONFIGURATION,
    step('Put credentials into Secrets Manager and have the function read them there.'),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/runtimes-modify.html'],
  needs: ['trail-events'],
  elsewhere: ['TrailDiscover Lambda/UpdateFunctionConfiguration20150331v2'],
  risks: ['insecure-secrets', 'execution-flow-manipulation', 'out-of-band-deployment'],
  examples: {
    fires: [
      example('a person sets variables whose names are not recorded', change({})),
      example(
        'a person puts a wrapper before the code',
        change({ variables: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/run' } }),
      ),
      example(
        'a function is made with a key in its environment',
        lambda('CreateFunction20150331', {
          functionName: 'orders-api',
          environment: { variables: { STRIPE_API_KEY: 'x' } },
        }),
      ),
    ],
    quiet: [
      example('the pipeline sets variables', change({}, { by: 'pipeline' })),
      example('it is denied', change({}, { error: 'AccessDenied' })),
      example(
        'a function is made, and nothing is known of its variables',
        lambda('CreateFunction20150331', { functionName: 'orders-api', environment: {} }),
      ),
    ],
  },
  evaluate: (record) => {
    const { functionName } = record
    const environment = field(requestOf(record), 'environment')
    if (!happened(record) || functionName === null || environment === undefined || environment === null)
      return undefined
    if (!isByPerson(record)) return undefined
    const names = Object.keys(asObject(field(environment, 'variables'))).slice(0, 100)
    const loads = names.find((name) => LOADS_CODE.test(name))
    const telling = loads ?? names.find((name) => CREDENTIALS.test(name))
    if (record.eventName === 'CreateFunction' && telling === undefined) return undefined
    return actMatch(record, {
      of: functionName,
      title: `Environment of ${functionName} changed by ${whoIn(record)}`,
      summary: `${ranIn(record)}${telling ? `, with the variable ${brief(telling, 100)}` : ''}, outside the deployment pipeline.`,
      evidence: [{ label: 'Variables', value: names.join(', ') || 'not recorded' }],
      ...(telling === undefined
        ? {}
        : {
            severity: 'medium',
            severityNote: loads
              ? `${brief(loads, 100)} has the function load other code or call other places.`
              : `By its name, ${brief(telling, 100)} holds a credential.`,
          }),
    })
  },
})
