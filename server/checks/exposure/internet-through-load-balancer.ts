import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ReachAnswer } from '#server/domain/reach/reach.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { LoadBalancerRecord } from '#server/domain/records/load-balancer-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { hasDangerousRole, isCritical, roleEvidence } from './function-role.ts'
import { doorEvidence, meantToBePublic, openDoors, sourcesOf } from './reach-doors.ts'
import { listed, notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

const parameters = z.object({
  intendedPublicTag: z
    .string()
    .min(1)
    .default('public')
    .describe('Tag that with the value true says: meant for everyone'),
})

/** Whether its security groups admit the internet at a port it listens at; undefined where they were not seen. */
function admitsInternet(balancer: LoadBalancerRecord, around: Surroundings): boolean | undefined {
  const { vpcId, securityGroupIds, listeners } = balancer
  if (vpcId.state !== 'known' || securityGroupIds.state !== 'known') return undefined
  const { region, accountId } = balancer
  const vpc = around.find(
    'vpc',
    `arn:${balancer.arn.split(':')[1]}:ec2:${region}:${accountId}:vpc/${vpcId.value}`,
  )
  const groups = vpc.state === 'known' ? valueOr(vpc.value.securityGroups, undefined) : undefined
  const own = groups?.filter(({ id }) => securityGroupIds.value.includes(id))
  if (!own || own.length < securityGroupIds.value.length) return undefined
  const ports = (valueOr(listeners, []) ?? []).map(({ port }) => port)
  return own.some(({ ingress }) =>
    ingress.some(
      ({ protocol, fromPort, toPort, cidrs }) =>
        (protocol === '-1' || protocol === 'tcp') &&
        cidrs.some((cidr) => cidr === '0.0.0.0/0' || cidr === '::/0') &&
        ports.some((port) => protocol === '-1' || (port >= (fromPort ?? 0) && port <= (toPort ?? 65_535))),
    ),
  )
}

function balancerOf(
  door: ReachAnswer,
  record: FunctionRecord,
  around: Surroundings,
): LoadBalancerRecord | undefined {
  const triggers = around.triggers(record.arn)
  const trigger =
    triggers.state === 'known' ? triggers.value.find(({ key }) => key === door.triggerKey) : undefined
  const found = trigger ? around.find('load-balancer', trigger.source) : undefined
  return found?.state === 'known' ? found.value : undefined
}

/** Ways in through load balancers whose security groups are not seen to keep the internet out. */
export function openBalancers(
  record: FunctionRecord,
  doors: ReachAnswer[],
  around: Surroundings,
): ReachAnswer[] {
  return doors.filter((door) => {
    const balancer = door.via === 'elb' ? balancerOf(door, record, around) : undefined
    return door.via === 'elb' && (balancer === undefined || admitsInternet(balancer, around) !== false)
  })
}

function evaluate(
  record: FunctionRecord,
  around: Surroundings,
  { intendedPublicTag }: z.infer<typeof parameters>,
): Verdict {
  const reach = around.reach(record.arn)
  if (reach.state !== 'known')
    return unknown(whyUnseen('Who reaches it', reach) ?? 'Who reaches it is not known.')
  const { answers } = reach.value
  const doors = openDoors(reach.value).filter(({ via }) => via === 'elb')
  const open = openBalancers(record, doors, around)
  const meant = meantToBePublic(record, intendedPublicTag)
  if (open.length > 0 && meant.length > 0) return pass(...meant, ...doorEvidence(open))
  if (open.length > 0) {
    const severe = hasDangerousRole(record, around) || isCritical(record, around)
    return {
      state: 'fail',
      severity: severe ? 'high' : 'medium',
      summary: `Anyone on the internet reaches it through load balancer ${listed(sourcesOf(open, record, around))}, which signs nobody in.`,
      evidence: [...doorEvidence(open), ...roleEvidence(record, around)],
    }
  }
  const unsure = answers.find(
    ({ via, certainty, audience }) => via === 'elb' && certainty === 'unknown' && audience === 'internet',
  )
  if (unsure)
    return unknown(
      `Whether the load balancer lets the internet in was not seen: ${unsure.decidedBy[0]?.what ?? unsure.who}.`,
    )
  const balancers = around.all('load-balancer', record)
  if (balancers.state !== 'known' && !answers.some(({ via }) => via === 'elb'))
    return unknown(whyUnseen('Load balancers', balancers) ?? 'Load balancers were not collected.')
  const closed = answers.filter(({ via }) => via === 'elb')
  if (closed.length === 0) return notApplicable('No load balancer has it as a target.')
  if (doors.length > 0)
    return pass({ label: 'Security groups', value: 'They let the internet in at none of its ports' })
  return pass(...closed.map(({ entry, who }) => ({ label: entry ?? 'Load balancer', value: who })))
}

/** Source: Elastic Load Balancing user guide, "Authenticate users using an Application Load Balancer". */
export const internetThroughLoadBalancer = defineCheck({
  id: 'internet-through-load-balancer',
  title: 'Internet reaches it through a load balancer',
  group: 'exposure',
  kind: 'function',
  severity: 'medium',
  severityNote: 'High where its role is critical or high, or where its owners call it critical.',
  why: 'The load balancer asks nobody who they are: whatever keeps strangers out has to be in the code. The function’s own policy shows only the target group.',
  references: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html'],
  needs: ['functions', 'load-balancers'],
  elsewhere: [
    'Prowler awslambda_function_not_directly_publicly_accessible_via_elbv2',
    'cloudsploit lambdaNetworkExposure',
  ],
  risks: ['broken-authentication', 'denial-of-service'],
  parameters,
  evaluate,
  remediate: () => ({
    text: 'Where people use it, put an authenticate-oidc or authenticate-cognito action before the forward. Where only your own systems do, make the load balancer internal or narrow its security groups. Where it is meant for everyone, tag the function public=true.',
    cli: null,
    cloudformation: null,
    terraform: null,
  }),
})
