import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, pass, unknown, whyUnseen } from '#server/checks/exposure/verdicts.ts'
import { properties } from '#server/checks/remedy.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import type { Caller } from '#server/domain/triggers/admission.ts'
import { isPrivate } from '#server/domain/triggers/api-guards.ts'
import { anonymousCaller } from '#server/domain/triggers/url-callers.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { functionsOf, surfaceOf } from './api-surface.ts'
import { policyGate } from './route-openness.ts'

/** Somebody inside a VPC of an account that no policy names. */
function strangerInVpc(): Caller {
  const { principal, context } = anonymousCaller()
  const inside = new Map(context)
    .set('aws:sourcevpc', ['vpc-0outside'])
    .set('aws:sourcevpce', ['vpce-0outside'])
  inside.delete('aws:vpcsourceip')
  return { principal, context: inside }
}

function evaluate(record: ApiRecord): Verdict {
  const closed = isPrivate(record)
  if (closed === undefined)
    return unknown(whyUnseen('Its endpoint type', record.endpointTypes) ?? 'Its endpoint type was not seen.')
  if (!closed) return notApplicable('Its endpoint is not private.')
  const surface = surfaceOf(record)
  if (surface.state === 'none') return surface.verdict
  const hidden = whyUnseen('Its resource policy', record.policy)
  if (hidden) return unknown(hidden)
  if (record.policy.state === 'absent')
    return pass({ label: 'Resource policy', value: 'None: a private API without one refuses all' })
  const asked = surface.doors.map((door) => ({ door, gate: policyGate(door, strangerInVpc()) }))
  const open = asked.filter(({ gate }) => gate.state === 'open').map(({ door }) => door)
  if (open.length > 0) {
    const bare = open.filter(({ route }) => route.authorization === 'NONE' || route.authorization === '')
    return {
      state: 'fail',
      severity: bare.length > 0 ? 'medium' : 'low',
      summary: `Anyone with a VPC of their own, in any account, can call private API ${record.name}${bare.length > 0 ? ' without an authorizer' : ', as far as its authorizers'}.`,
      evidence: [
        {
          label: 'Resource policy',
          value: record.policy.state === 'known' ? record.policy.value.raw.slice(0, 2000) : '',
        },
        ...open.slice(0, 10).map(({ route }) => ({
          label: route.key,
          value: `Authorization ${route.authorization || 'NONE'}`,
        })),
      ],
      affects: functionsOf(open),
    }
  }
  const unclear = asked.find(({ gate }) => gate.state === 'unclear')
  if (unclear) return unknown(`Whom its policy lets in cannot be told: ${unclear.gate.why}.`)
  return pass({ label: 'Resource policy', value: 'Lets strangers’ VPCs not in' })
}

/** Source: API Gateway Developer Guide, "Private REST APIs": the resource policy names the VPCs or endpoints. */
export const privateApiOpenPolicy = defineCheck({
  id: 'private-api-open-policy',
  title: 'Private API is open to every VPC',
  group: 'front-doors',
  kind: 'api',
  severity: 'medium',
  severityNote: 'Low where each route has an authorizer.',
  why: 'Private means: not from the internet. Without a condition on the VPC or its endpoint, anybody’s VPC in any account of the region is let in.',
  references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html'],
  needs: ['apis'],
  elsewhere: [],
  risks: ['broken-authentication', 'insecure-deployment-configuration'],
  evaluate,
  remediate: (record) => ({
    text: 'Deny all calls that do not come through your own VPC endpoint, and deploy the API again: a policy takes effect with a deployment. Put the endpoint’s id in place of vpce-ID.',
    cli: null,
    cloudformation: properties('AWS::ApiGateway::RestApi', {
      Name: record.name,
      Policy: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 'execute-api:Invoke',
            Resource: 'execute-api:/*',
            Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-ID' } },
          },
        ],
      },
    }),
    terraform: null,
  }),
})
