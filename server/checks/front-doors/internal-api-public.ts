import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, pass, unknown } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import { matchesPattern } from '#server/domain/iam/matches-pattern.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { functionsOf, surfaceOf } from './api-surface.ts'
import { internetGate } from './route-openness.ts'

const parameters = z.object({
  namePattern: z
    .string()
    .min(1)
    .default('*internal*')
    .describe('Name of an internal API; * stands for any characters'),
  tag: z.string().min(1).default('internal').describe('Tag that with the value true says: internal'),
})

function whyInternal(api: ApiRecord, { namePattern, tag }: z.infer<typeof parameters>): string | undefined {
  if (matchesPattern(namePattern, api.name)) return `its name is ${api.name}`
  const tags = valueOr<Record<string, string>>(api.tags, {}) ?? {}
  const found = Object.entries(tags).find(
    ([key, value]) => matchesPattern(tag, key) && value.toLowerCase() === 'true',
  )
  return found ? `its tag ${found[0]} is ${found[1]}` : undefined
}

function evaluate(record: ApiRecord, around: Surroundings, settings: z.infer<typeof parameters>): Verdict {
  const internal = whyInternal(record, settings)
  if (!internal) {
    if (record.tags.state === 'denied' || record.tags.state === 'failed')
      return unknown('Its name does not say that it is internal, and its tags were not read.')
    return notApplicable('Neither its name nor a tag says that it is internal.')
  }
  const surface = surfaceOf(record)
  if (surface.state === 'none') return surface.verdict
  const gates = surface.doors.map((door) => ({ door, gate: internetGate(door, around) }))
  const reached = gates.filter(({ gate }) => gate.state === 'open').map(({ door }) => door)
  if (reached.length > 0) {
    const open = reached.filter(({ route }) => route.authorization === 'NONE' || route.authorization === '')
    return {
      state: 'fail',
      severity: open.length > 0 ? 'high' : 'medium',
      summary: `API ${record.name} is internal (${internal}), and the internet gets to it${open.length > 0 ? ' without an authorizer' : ', as far as its authorizers'}.`,
      evidence: [
        { label: 'Address', value: record.endpoint },
        ...reached.slice(0, 10).map(({ route }) => ({
          label: route.key,
          value: `Authorization ${route.authorization || 'NONE'}`,
        })),
      ],
      affects: functionsOf(reached),
    }
  }
  const unclear = gates.find(({ gate }) => gate.state === 'unclear')
  if (unclear) return unknown(`Whether the internet gets to it cannot be told: ${unclear.gate.why}.`)
  return pass({ label: 'Kept out by', value: gates[0]?.gate.why ?? '' })
}

/** Source: API Gateway Developer Guide, "Private REST APIs". */
export const internalApiPublic = defineCheck({
  id: 'internal-api-public',
  title: 'Internal API can be reached from the internet',
  group: 'front-doors',
  kind: 'api',
  severity: 'medium',
  severityNote: 'High where a route of it has no authorizer.',
  off: 'It goes by names and tags, and each organisation has its own: switch it on and say which are internal.',
  why: 'What was made for your own systems is seldom made to stand attacks: validation, limits and logging are often left out of it.',
  references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html'],
  needs: ['apis'],
  elsewhere: ['Prowler apigateway_restapi_public'],
  risks: ['broken-authentication', 'insecure-deployment-configuration'],
  parameters,
  evaluate,
  remediate: () => ({
    text: 'Make its endpoint private, or narrow its resource policy to your networks. Callers elsewhere lose it.',
    cli: null,
    cloudformation: properties('AWS::ApiGateway::RestApi', { EndpointConfiguration: { Types: ['PRIVATE'] } }),
    terraform: argumentsOf('aws_api_gateway_rest_api', {
      'endpoint_configuration {}': { types: ['PRIVATE'] },
    }),
  }),
})
