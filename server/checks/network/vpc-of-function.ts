import { notApplicable, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { parseArn } from '#server/domain/arn.ts'
import { type Field, valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { SecurityGroup, Subnet, VpcRecord } from '#server/domain/records/vpc-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

/** A function's VPC with those of its subnets and groups that were found; `all…`: every one of them was. */
export type FunctionVpc = {
  record: VpcRecord
  subnets: Subnet[]
  allSubnets: boolean
  groups: SecurityGroup[]
  allGroups: boolean
}

function chosen<T extends { id: string }>(field: Field<T[]>, ids: string[]): { found: T[]; all: boolean } {
  const wanted = new Set(ids)
  const found = (valueOr(field, []) ?? []).filter(({ id }) => wanted.has(id))
  return { found, all: found.length === wanted.size }
}

/** What a function uses of its VPC, or the verdict where it is in none or that was not seen. */
export function vpcOf(
  record: FunctionRecord,
  around: Surroundings,
): { vpc: FunctionVpc } | { verdict: Verdict } {
  if (record.vpc.state === 'absent') return { verdict: notApplicable('It is in no VPC.') }
  if (record.vpc.state !== 'known')
    return { verdict: unknown(unseen('VPC', record.vpc) ?? 'Its VPC was not seen.') }
  const { vpcId, subnetIds, securityGroupIds } = record.vpc.value
  if (vpcId === '') return { verdict: notApplicable('It is in no VPC.') }
  const partition = parseArn(record.arn)?.partition ?? 'aws'
  const { accountId, region } = record
  const found = around.find('vpc', `arn:${partition}:ec2:${region}:${accountId}:vpc/${vpcId}`)
  if (found.state === 'absent')
    return { verdict: unknown(`VPC ${vpcId} was not found: another account may own it.`) }
  if (found.state !== 'known')
    return { verdict: unknown(unseen(`VPC ${vpcId}`, found) ?? 'It was not seen.') }
  const subnets = chosen(found.value.subnets, subnetIds)
  const groups = chosen(found.value.securityGroups, securityGroupIds)
  return {
    vpc: {
      record: found.value,
      subnets: subnets.found,
      allSubnets: subnets.all,
      groups: groups.found,
      allGroups: groups.all,
    },
  }
}

/** The reason why not all subnets, or not all groups, were found. */
export const notAll = (what: string, field: Field<unknown>): Verdict =>
  unknown(unseen(what, field) ?? `${what}: not all of the function’s were found in its VPC.`)

const EVERYWHERE = new Set(['0.0.0.0/0', '::/0'])

export const isWorld = (cidr: string) => EVERYWHERE.has(cidr)
