import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { functionChange } from '#server/checks/reliability/function-change.ts'
import { runsAtEdge } from '#server/checks/reliability/live-triggers.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { platformMade } from '#server/domain/posture/platform-made.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

const parameters = z.object({
  environments: z
    .array(z.string().min(1))
    .max(50)
    .default([])
    .describe('Environments in which functions must be in a VPC; none given, in all'),
})

/** Why the rule does not hold for a function's environment, or that it is not known; null where it holds. */
function outOfScope(record: FunctionRecord, around: Surroundings, environments: string[]): Verdict | null {
  if (environments.length === 0) return null
  const labels = around.labels(record.arn)
  if (labels.state !== 'known')
    return unknown(unseen('Environment', labels) ?? 'Its environment was not seen.')
  const env = labels.value.env
  if (env === null) return unknown('No label says which environment it is of.')
  return environments.some((one) => one.toLowerCase() === env.toLowerCase())
    ? null
    : notApplicable(`The rule does not hold for environment ${env}.`)
}

function evaluate(
  record: FunctionRecord,
  around: Surroundings,
  { environments }: z.output<typeof parameters>,
): Verdict {
  const made = platformMade(record)
  if (made) return notApplicable(made)
  if (runsAtEdge(record, around)) return notApplicable('CloudFront runs it: it cannot be in a VPC.')
  const hidden = unseen('VPC', record.vpc)
  if (hidden) return unknown(hidden)
  const vpcId = record.vpc.state === 'known' ? record.vpc.value.vpcId : ''
  const evidence = [{ label: 'VPC', value: vpcId || 'none' }]
  if (vpcId) return pass(...evidence)
  const scope = outOfScope(record, around, environments)
  if (scope) return scope
  return {
    state: 'fail',
    severity: 'low',
    summary: 'It is in no VPC, as the organisation asks for.',
    evidence,
  }
}

export const functionOutsideVpc = defineCheck({
  id: 'function-outside-vpc',
  title: 'Function outside a VPC',
  group: 'network',
  kind: 'function',
  severity: 'low',
  severityNote: null,
  off: 'A VPC adds cost and no protection by itself: where functions must be in one is the organisation’s policy.',
  why: 'In a VPC, security groups and routes bound where a function can connect to, and flow logs tell where it did. Outside, it reaches the whole internet.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html'],
  needs: ['functions'],
  elsewhere: [
    'Prowler awslambda_function_inside_vpc',
    'Security Hub Lambda.3',
    'AWS Config lambda-inside-vpc',
    'Checkov CKV_AWS_117',
    'cfn_nag W89',
    'cloudsploit lambdaVpcConfig',
    'cdk-nag LambdaInsideVPC',
  ],
  risks: ['insecure-deployment-configuration'],
  parameters,
  evaluate,
  remediate: (record) =>
    functionChange(record, {
      text: 'Put it into private subnets of two zones, with a security group of its own. Its role needs AWSLambdaVPCAccessExecutionRole, and what it calls needs a NAT gateway or VPC endpoints: without them it reaches nothing.',
      options: '--vpc-config SubnetIds=SUBNET_A,SUBNET_B,SecurityGroupIds=GROUP',
      cloudformation: { VpcConfig: { SubnetIds: ['SUBNET_A', 'SUBNET_B'], SecurityGroupIds: ['GROUP'] } },
      terraform: { 'vpc_config {}': { subnet_ids: ['SUBNET_A', 'SUBNET_B'], security_group_ids: ['GROUP'] } },
    }),
})
