import { DescribeOrganizationCommand, ListRootsCommand } from '@aws-sdk/client-organizations'
import { call } from '#server/aws/call.ts'
import { type PagingEnd, paginateAll } from '#server/aws/paginate.ts'
import { RunReport } from '#server/aws/run-report.ts'
import { type Field, failed, known } from '#server/domain/field.ts'
import { asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { OrganizationRecord, OrganizationUnit } from '#server/domain/records/organization-record.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import { type CollectorContext, type Completion, defineCollector } from './define-collector.ts'
import { ORGANIZATION_OPERATIONS } from './organization-operations.ts'
import { readControlPolicies } from './read-control-policies.ts'
import { readText, type Shape, unknownMembers, unseen } from './read-field.ts'
import { readAccounts, readUnits } from './read-organization-tree.ts'

const ORGANIZATION: Shape = {
  Id: true,
  Arn: true,
  FeatureSet: true,
  MasterAccountArn: true,
  MasterAccountId: true,
  MasterAccountEmail: true,
  AvailablePolicyTypes: true,
}
const NOT_THE_PLACE = 'only the management account and delegated ones may read it'

/**
 * The organisation that the account is in, none where it is in none. Members that are neither the management account
 * nor delegated learn its name alone: there the rest is failed, which no permission of theirs could change.
 */
export const organization = defineCollector<OrganizationRecord>({
  id: 'organization',
  title: 'Organisation',
  scope: 'account',
  kind: 'organization',
  changedBy: ['organizations.amazonaws.com'],
  operations: Object.values(ORGANIZATION_OPERATIONS),
  async *collect(context): AsyncGenerator<OrganizationRecord[], Completion> {
    const result = await call(context, ORGANIZATION_OPERATIONS.describe, new DescribeOrganizationCommand({}))
    if (result.state === 'not-found') return { complete: true }
    if (result.state !== 'ok') return { complete: false }
    const from = asObject(asObject(result.output).Organization)
    const arn = asText(from.Arn)
    const name = asText(from.Id)
    const managementAccountId = asText(from.MasterAccountId)
    if (arn === undefined || name === undefined || managementAccountId === undefined) {
      const problem = {
        state: 'malformed' as const,
        code: 'MalformedAnswer',
        message: 'no organisation in it',
      }
      context.report.addProblem(ORGANIZATION_OPERATIONS.describe, problem)
      return { complete: false }
    }
    const featureSet = readText(from, 'FeatureSet')
    yield [
      {
        kind: 'organization',
        arn,
        name,
        accountId: context.account.id,
        region: GLOBAL_REGION,
        managementAccountId,
        featureSet,
        ...(await readInside(context, managementAccountId, featureSet)),
        unknownFields: unknownMembers(from, ORGANIZATION),
      },
    ]
    return { complete: true }
  },
})

type Inside = Pick<OrganizationRecord, 'units' | 'accounts' | 'serviceControlPolicies'>

async function readInside(
  context: CollectorContext,
  managementAccountId: string,
  featureSet: Field<string>,
): Promise<Inside> {
  const roots = await readRoots(context, managementAccountId)
  if (roots === undefined) {
    const field = failed<never>(NOT_THE_PLACE)
    return { units: field, accounts: field, serviceControlPolicies: field }
  }
  const units = roots.state === 'known' ? await readUnits(context, roots.value) : roots
  return {
    units,
    accounts: units.state === 'known' ? await readAccounts(context, units.value) : units,
    serviceControlPolicies: await readControlPolicies(context, featureSet),
  }
}

/** Undefined where AWS will not tell this account whatever it is allowed; that is no problem of the run's. */
async function readRoots(
  context: CollectorContext,
  managementAccountId: string,
): Promise<Field<OrganizationUnit[]> | undefined> {
  const report = new RunReport()
  const { items, complete, failure } = await paginateAll(
    { ...context, report },
    {
      operation: ORGANIZATION_OPERATIONS.listRoots,
      command: (NextToken) => new ListRootsCommand({ NextToken }),
      items: 'Roots',
      token: 'NextToken',
    },
  )
  context.report.calls += report.calls
  context.report.throttles += report.throttles
  if (isNotThePlace(context, managementAccountId, failure)) return undefined
  for (const problem of report.problems) context.report.addProblem(ORGANIZATION_OPERATIONS.listRoots, problem)
  if (!complete) return failure ? unseen(failure) : failed('incomplete')
  return known(items.flatMap((item) => readRoot(asObject(item))))
}

/** IAM names the permission that it misses; Organizations, asked by another member, does not. */
function isNotThePlace(
  context: CollectorContext,
  managementAccountId: string,
  failure: PagingEnd['failure'],
): boolean {
  if (failure?.state !== 'denied' || context.account.id === managementAccountId) return false
  return !/not authorized to perform/i.test(failure.message)
}

function readRoot(from: JsonObject): OrganizationUnit[] {
  const id = asText(from.Id)
  return id === undefined ? [] : [{ id, name: asText(from.Name) ?? id, parentId: null }]
}
