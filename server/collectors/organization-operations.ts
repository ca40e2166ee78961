import type { Operation } from '#server/aws/operation.ts'

const operation = (name: string, hides: string): Operation => ({
  service: 'organizations',
  name,
  permission: `organizations:${name}`,
  costUsd: 0,
  hides,
})
const tree = 'the units of the organisation, so that accounts cannot be chosen by unit'
const controls =
  'service control policies, so that roles may seem to have permissions that the organisation denies'

export const ORGANIZATION_OPERATIONS = {
  describe: operation('DescribeOrganization', 'which organisation the account is in'),
  listRoots: operation('ListRoots', tree),
  listUnits: operation('ListOrganizationalUnitsForParent', tree),
  listAccounts: operation('ListAccountsForParent', 'accounts of the organisation that are not watched'),
  listTags: operation('ListTagsForResource', 'tags of accounts, so that accounts cannot be chosen by tag'),
  listPolicies: operation('ListPolicies', controls),
  describePolicy: operation('DescribePolicy', controls),
  listTargets: operation('ListTargetsForPolicy', controls),
}
