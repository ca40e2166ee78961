import { known } from '#server/domain/field.ts'
import type { OrganizationRecord } from '#server/domain/records/organization-record.ts'
import { ACCOUNT } from './function-record.ts'

/** An organization of root, Workloads, Prod and Dev, without accounts. */
export function organizationRecord(more: Partial<OrganizationRecord> = {}): OrganizationRecord {
  return {
    kind: 'organization',
    arn: `arn:aws:organizations::${ACCOUNT}:organization/o-1`,
    name: 'o-1',
    accountId: ACCOUNT,
    region: 'global',
    managementAccountId: ACCOUNT,
    featureSet: known('ALL'),
    units: known([
      { id: 'r-1', name: 'Root', parentId: null },
      { id: 'ou-work', name: 'Workloads', parentId: 'r-1' },
      { id: 'ou-prod', name: 'Prod', parentId: 'ou-work' },
      { id: 'ou-dev', name: 'Dev', parentId: 'ou-work' },
    ]),
    accounts: known([]),
    serviceControlPolicies: known([]),
    unknownFields: [],
    ...more,
  }
}
