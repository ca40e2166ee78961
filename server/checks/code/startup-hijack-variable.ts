import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/secrets/verdicts.ts'
import { valueOr } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Severity } from '#server/domain/severity.ts'
import type { Verdict } from '#server/domain/verdict.ts'

type Startup = { runtimes: RegExp; severity: Severity; does: string }

const ANY = /^/
/** Variables that make code run before the function's own. Low where they are set mostly for harmless ends. */
const STARTUP: ReadonlyMap<string, Startup> = new Map([
  ['AWS_LAMBDA_EXEC_WRAPPER', { runtimes: ANY, severity: 'medium', does: 'a script starts the runtime' }],
  ['LD_PRELOAD', { runtimes: ANY, severity: 'medium', does: 'a library is loaded into every process' }],
  ['LD_AUDIT', { runtimes: ANY, severity: 'medium', does: 'a library is loaded into every process' }],
  [
    'BASH_ENV',
    { runtimes: /^provided/, severity: 'medium', does: 'a script runs before every shell script' },
  ],
  [
    'NODE_OPTIONS',
    { runtimes: /^nodejs/, severity: 'low', does: 'options of Node.js, which can load a module' },
  ],
  ['PYTHONSTARTUP', { runtimes: /^python/, severity: 'medium', does: 'a script runs when Python starts' }],
  [
    'PYTHONPATH',
    { runtimes: /^python/, severity: 'low', does: 'modules are taken from other folders first' },
  ],
  [
    'JAVA_TOOL_OPTIONS',
    { runtimes: /^java/, severity: 'low', does: 'options of Java, which can load an agent' },
  ],
  ['_JAVA_OPTIONS', { runtimes: /^java/, severity: 'low', does: 'options of Java, which can load an agent' }],
  ['RUBYOPT', { runtimes: /^ruby/, severity: 'medium', does: 'options of Ruby, which can load a file' }],
  ['RUBYLIB', { runtimes: /^ruby/, severity: 'low', does: 'files are taken from other folders first' }],
  ['DOTNET_STARTUP_HOOKS', { runtimes: /^dotnet/, severity: 'medium', does: 'an assembly runs before Main' }],
  ['CORECLR_PROFILER_PATH', { runtimes: /^dotnet/, severity: 'low', does: 'a profiler is loaded' }],
  [
    'PERL5OPT',
    { runtimes: /^provided/, severity: 'medium', does: 'options of Perl, which can load a module' },
  ],
])

/** Layers of agents and adapters that are started by such variables. Names as their makers publish them. */
const AGENTS =
  /:layer:(?:aws-otel|AWSOpenTelemetry|AWSDistro|Datadog|dd-trace|NewRelic|Dynatrace|LambdaAdapter|lumigo|SentryNode|SentryPython|elastic-apm|splunk-apm|instana|coralogix|opentelemetry|LambdaInsights|AWS-Parameters|sumologic|appsignals|thundra|epsagon|AWSLambdaPowertools|CodeGuru|SignalFx|honeycomb|Rookout|contrast)/i

function evaluate({ environment, runtime, layers }: FunctionRecord): Verdict {
  if (environment.state === 'absent') return notApplicable('The function has no environment variables.')
  if (environment.state !== 'known')
    return unseen('Environment variables', environment) ?? unknown('Not read.')
  const language = valueOr(runtime, '')
  const found = environment.value.names.flatMap((name) => {
    const startup = STARTUP.get(name)
    return startup && (!language || startup.runtimes.test(language)) ? [{ name, ...startup }] : []
  })
  if (found.length === 0) {
    const { errorCode, names } = environment.value
    if (errorCode !== undefined && names.length === 0)
      return unknown(`Lambda could not decrypt the variables (${errorCode}).`)
    return pass({ label: 'Variables', value: `${names.length} looked at` })
  }
  const agent = (valueOr(layers, []) ?? []).find((arn) => AGENTS.test(arn))
  const isUsual = agent !== undefined || found.every(({ severity }) => severity === 'low')
  return {
    state: 'fail',
    severity: isUsual ? 'low' : 'medium',
    summary: `Code that the handler does not name may run first: ${found.map(({ name }) => name).join(', ')} ${found.length === 1 ? 'is' : 'are'} set.`,
    evidence: [
      ...found.map(({ name, does }) => ({ label: name, value: does })),
      ...(agent === undefined ? [] : [{ label: 'Layer of an agent', value: agent }]),
    ],
  }
}

export const startupHijackVariable = defineCheck({
  id: 'startup-hijack-variable',
  title: 'Variable that makes other code run first',
  group: 'code',
  kind: 'function',
  severity: 'medium',
  severityNote:
    'Low for variables that mostly hold harmless options, and where the layer of a known agent is attached.',
  why: 'Whoever may change the configuration, but not the code, makes a function run theirs through such a variable: it sees every event and the role’s credentials.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/runtimes-modify.html'],
  needs: ['functions'],
  elsewhere: ['Semgrep reserved-aws-lambda-environment-variable'],
  risks: ['execution-flow-manipulation', 'out-of-band-deployment'],
  evaluate,
  remediate: () => ({
    text: 'See in the configuration history who set the variable and what it names. Where no agent of yours needs it, remove it; sightings like an unknown path or a file below /tmp are an incident.',
    cli: null,
    cloudformation: null,
    terraform: null,
  }),
})
