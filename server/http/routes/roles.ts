import { type CsvColumn, csvResponse } from '#server/http/csv.ts'
import { defineRoute } from '#server/http/route.ts'
import { getRole } from '#server/services/roles/get-role.ts'
import { getRoleProposal } from '#server/services/roles/get-role-proposal.ts'
import { listRoles } from '#server/services/roles/list-roles.ts'
import {
  getRoleQuery,
  listRolesQuery,
  proposalQuery,
  type RoleRow,
  roleDetail,
  roleList,
  roleProposal,
} from '#server/services/roles/schema.ts'
import { allPages } from './all-pages.ts'
import { numberId } from './params.ts'

const orUnknown = (value: boolean | number | null) => (value === null ? 'unknown' : value)

const COLUMNS: CsvColumn<RoleRow>[] = [
  { title: 'Name', value: (row) => row.name },
  { title: 'ARN', value: (row) => row.arn },
  { title: 'Account', value: (row) => row.accountId },
  { title: 'Account name', value: (row) => row.accountName },
  { title: 'Worst risk', value: (row) => row.level },
  { title: 'Risks', value: (row) => row.risks.join(', ') },
  { title: 'Functions', value: (row) => row.functions },
  { title: 'Services', value: (row) => orUnknown(row.services) },
  { title: 'Unused services', value: (row) => orUnknown(row.unusedServices) },
  { title: 'Admin', value: (row) => orUnknown(row.admin) },
  { title: 'Wildcard', value: (row) => orUnknown(row.wildcard) },
  { title: 'Boundary', value: (row) => orUnknown(row.boundary) },
  { title: 'Trusts', value: (row) => row.trust.join(', ') },
  { title: 'Created', value: (row) => row.createdAt },
  { title: 'Last used', value: (row) => row.lastUsedAt },
]

export const listRolesRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/roles',
  summary: 'Roles with their risks and facets; format=csv gives all that match',
  role: 'viewer',
  query: listRolesQuery,
  response: roleList,
  also: 'text/csv',
  handler: async ({ context, query }) => {
    if (query.format === 'json') return listRoles(context, query)
    return csvResponse(
      'roles.csv',
      COLUMNS,
      await allPages((page) => listRoles(context, { ...query, ...page })),
    )
  },
})

export const getRoleRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/roles/{id}',
  summary: 'What a role may do, what is risky about it, who may become it and which functions run as it',
  role: 'viewer',
  params: numberId,
  query: getRoleQuery,
  response: roleDetail,
  handler: ({ context, params, query }) => getRole(context, { ...query, ...params }),
})

export const getRoleProposalRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/roles/{id}/policy',
  summary:
    'A policy of what the role was seen to use and its functions need, with the evidence for each line',
  role: 'viewer',
  params: numberId,
  query: proposalQuery,
  response: roleProposal,
  handler: ({ context, params, query }) => getRoleProposal(context, { ...query, ...params }),
})
