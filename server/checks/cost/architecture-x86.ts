import { defineCheck } from '#server/checks/define-check.ts'
import { runsAtEdge } from '#server/checks/reliability/live-triggers.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { argumentsOf, properties } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import { platformMade } from '#server/domain/posture/platform-made.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

/** Runtimes of before Graviton. Source: Lambda Developer Guide, "Lambda runtimes". */
const X86_ONLY =
  /^(?:nodejs(?:4\.3|4\.3-edge|6\.10|8\.10|10\.x)?|python(?:2\.7|3\.[67])|ruby2\.5|java8|go1\.x|dotnetcore(?:1\.0|2\.[01])|provided)$/
/** Layers whose names say that they hold code for x86. */
const X86_LAYER = /x86|amd64|:layer:LambdaInsightsExtension:/i

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const made = platformMade(record)
  if (made) return notApplicable(made)
  const hidden = unseen('Architectures', record.architectures)
  if (hidden) return unknown(hidden)
  const architectures = valueOr(record.architectures, ['x86_64']) ?? []
  const evidence = [{ label: 'Architectures', value: architectures.join(', ') }]
  if (!architectures.includes('x86_64')) return pass(...evidence)
  if (valueOr<string>(record.packageType, '') === 'Image')
    return notApplicable('Its image is built for x86: it has to be built anew.')
  const runtime = valueOr<string>(record.runtime, '')
  if (!runtime) return unknown(unseen('Runtime', record.runtime) ?? 'Its runtime is not told.')
  if (X86_ONLY.test(runtime)) return notApplicable(`Runtime ${runtime} runs on x86 only.`)
  const hiddenLayers = unseen('Layers', record.layers)
  if (hiddenLayers) return unknown(hiddenLayers)
  const layer = (valueOr(record.layers, []) ?? []).find((one) => X86_LAYER.test(one))
  if (layer) return notApplicable(`Layer ${layer} is for x86.`)
  if (runsAtEdge(record, around)) return notApplicable('CloudFront runs it, on x86 only.')
  const summary = `It runs on x86; on arm64 a millisecond of ${runtime} costs a fifth less.`
  return {
    state: 'fail',
    severity: 'info',
    summary,
    evidence: [...evidence, { label: 'Runtime', value: runtime }],
  }
}

/** Native code in the package is not seen: the remediation says to test. */
export const architectureX86 = defineCheck({
  id: 'architecture-x86',
  title: 'Function not on arm64',
  group: 'cost',
  kind: 'function',
  severity: 'info',
  severityNote: null,
  off: 'A saving that takes a new build and test of each function: the organisation says where that is worth it.',
  why: 'Lambda charges a fifth less for arm64, and most code of interpreted languages runs there unchanged.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html'],
  needs: ['functions'],
  elsewhere: ['Powerpipe lambda_function_with_graviton'],
  risks: ['denial-of-service'],
  evaluate,
  remediate: () => ({
    text: 'Build and test it for arm64: compiled dependencies and layers must be made for it as well. The architecture is set together with the code, so deploy it from where the code is built.',
    cli: null,
    cloudformation: properties('AWS::Lambda::Function', { Architectures: ['arm64'] }),
    terraform: argumentsOf('aws_lambda_function', { architectures: ['arm64'] }),
  }),
})
