import { defineCheck } from '#server/checks/define-check.ts'
import { inWords } from '#server/checks/reliability/function-change.ts'
import { namesOf, pass } from '#server/checks/reliability/verdicts.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { notAll, vpcOf } from './vpc-of-function.ts'

const words = (isPublic: boolean | undefined) =>
  isPublic === undefined
    ? 'route table not seen'
    : isPublic
      ? 'public: leads to an internet gateway'
      : 'private'

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const found = vpcOf(record, around)
  if ('verdict' in found) return found.verdict
  const { vpc } = found
  const open = vpc.subnets.filter(({ isPublic }) => isPublic)
  const evidence = vpc.subnets.map(({ id, isPublic }) => ({ label: id, value: words(isPublic) }))
  if (open.length === 0) {
    const isSure = vpc.allSubnets && vpc.subnets.every(({ isPublic }) => isPublic === false)
    return isSure ? pass(...evidence) : notAll('Routes of its subnets', vpc.record.subnets)
  }
  const isMixed = open.length < vpc.subnets.length
  const names = namesOf(open.map(({ id }) => id))
  return {
    state: 'fail',
    severity: isMixed ? 'medium' : 'low',
    summary: isMixed
      ? `Its executions in ${names} reach nothing on the internet, those in its other subnets may: public subnets give functions no address.`
      : `It is in the public subnet ${names}, where functions get no public address: nothing on the internet can be reached from there.`,
    evidence,
  }
}

/** Source: Lambda Developer Guide, "Enable internet access for VPC-connected Lambda functions". */
export const vpcPublicSubnet = defineCheck({
  id: 'vpc-public-subnet',
  title: 'Function in a public subnet',
  group: 'network',
  kind: 'function',
  severity: 'low',
  severityNote: 'Medium where only some of its subnets are public, so that it works by chance.',
  why: 'A function never gets a public address, so a public subnet gives it no way to the internet; calls there hang until the timeout. Often somebody meant something else.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html'],
  needs: ['functions', 'vpcs'],
  elsewhere: [],
  risks: ['insecure-deployment-configuration'],
  evaluate,
  remediate: () =>
    inWords(
      'Move it to private subnets: with a route to a NAT gateway where it calls the internet, with VPC endpoints where it calls AWS only.',
    ),
})
