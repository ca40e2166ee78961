import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { hasDangerousRole, isCritical, roleEvidence } from './function-role.ts'
import { hiddenDoor } from './hidden-doors.ts'
import { doorEvidence, isAtEdge, isAuthorizer, meantToBePublic, openDoors, sourcesOf } from './reach-doors.ts'
import { listed, notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

const parameters = z.object({
  intendedPublicTag: z
    .string()
    .min(1)
    .default('public')
    .describe('Tag that with the value true says: meant for everyone'),
})

/** Doors that have checks of their own: saying the same twice makes nobody safer. */
const ELSEWHERE = new Set(['url', 'elb', 'policy', 'source'])

function evaluate(
  record: FunctionRecord,
  around: Surroundings,
  { intendedPublicTag }: z.infer<typeof parameters>,
): Verdict {
  const reach = around.reach(record.arn)
  if (reach.state !== 'known')
    return unknown(whyUnseen('Who reaches it', reach) ?? 'Who reaches it is not known.')
  const doors = openDoors(reach.value)
  const own = doors.filter((door) => !ELSEWHERE.has(door.via) && !isAuthorizer(door) && !isAtEdge(door))
  const certain = own.filter(({ certainty, via }) => certainty === 'certain' || via === 'cloudfront')
  const meant = meantToBePublic(record, intendedPublicTag)
  if (certain.length > 0 && meant.length > 0) return pass(...meant, ...doorEvidence(certain))
  if (certain.length > 0) {
    const severe = hasDangerousRole(record, around) || isCritical(record, around)
    return {
      state: 'fail',
      severity: severe ? 'high' : 'medium',
      summary: `Anyone on the internet reaches it without authentication, by way of ${listed(sourcesOf(certain, record, around))}.`,
      evidence: [...doorEvidence(certain.slice(0, 5)), ...roleEvidence(record, around)],
    }
  }
  if (own.length > 0) return pass(...doorEvidence(own))
  if (doors.some(isAtEdge))
    return notApplicable('It is a part of a distribution, and runs for all of its viewers.')
  if (doors.some(isAuthorizer))
    return notApplicable('It is an authorizer: it runs before anybody is authenticated.')
  if (doors.length > 0)
    return notApplicable('Its way in from the internet is the finding of a check of its own.')
  const hidden = hiddenDoor(record, reach.value, around)
  if (hidden) return unknown(hidden)
  return pass({
    label: 'Widest audience',
    value: reach.value.level === 'unknown' ? 'not the internet' : reach.value.level,
  })
}

/** Source: OWASP Serverless Top 10, "Broken authentication": every entry point asks who calls. */
export const internetWithoutAuthentication = defineCheck({
  id: 'internet-without-authentication',
  title: 'Open to the internet without authentication',
  group: 'exposure',
  kind: 'function',
  severity: 'medium',
  severityNote: 'High where its role is critical or high, or where its owners call it critical.',
  why: 'Whatever keeps strangers out has to be in the code, and every fault of it is everybody’s to use. Many such functions are public on purpose: a tag says so.',
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
  ],
  needs: ['functions', 'apis', 'distributions'],
  elsewhere: ['LambdaGuard Public', 'cloudsploit lambdaNetworkExposure'],
  risks: ['broken-authentication', 'denial-of-service'],
  parameters,
  evaluate,
  remediate: (record) => ({
    text: `Put an authorizer before the routes that are named in the evidence, or signed URLs before the distribution. Where ${record.name} is meant for everyone, tag it public=true: the finding closes, and says why.`,
    cli: null,
    cloudformation: null,
    terraform: null,
  }),
})
