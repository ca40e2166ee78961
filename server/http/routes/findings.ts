import { type CsvColumn, csvResponse } from '#server/http/csv.ts'
import { defineRoute } from '#server/http/route.ts'
import { listExternalFindings } from '#server/services/external-findings/list-external-findings.ts'
import {
  type ExternalFindingRow,
  externalFindingList,
  listExternalFindingsQuery,
} from '#server/services/external-findings/schema.ts'
import { assignFinding, commentFinding } from '#server/services/findings/change-finding.ts'
import { getFinding } from '#server/services/findings/get-finding.ts'
import { listFindings } from '#server/services/findings/list-findings.ts'
import {
  assignFindingInput,
  commentFindingInput,
  type FindingRow,
  findingDetail,
  findingList,
  findingRow,
  listFindingsQuery,
} from '#server/services/findings/schema.ts'
import { allPages } from './all-pages.ts'
import { uuidId } from './params.ts'

const COLUMNS: CsvColumn<FindingRow>[] = [
  { title: 'Check', value: (row) => row.checkId },
  { title: 'Title', value: (row) => row.checkTitle },
  { title: 'Group', value: (row) => row.group },
  { title: 'Severity', value: (row) => row.severity },
  { title: 'State', value: (row) => row.state },
  { title: 'What', value: (row) => row.summary },
  { title: 'Resource', value: (row) => row.resourceName },
  { title: 'Kind', value: (row) => row.resourceKind },
  { title: 'ARN', value: (row) => row.resourceArn },
  { title: 'Functions', value: (row) => row.functionArns.join('; ') },
  { title: 'Account', value: (row) => row.accountId },
  { title: 'Account name', value: (row) => row.accountName },
  { title: 'Region', value: (row) => row.region },
  { title: 'Owner', value: (row) => row.owner },
  { title: 'Environment', value: (row) => row.env },
  { title: 'Assignee', value: (row) => row.assignee?.name },
  { title: 'Opened', value: (row) => row.openedAt },
  { title: 'Closed', value: (row) => row.closedAt },
]

export const listFindingsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/findings',
  summary: 'Findings of checks and own rules, with facets; format=csv gives all that match',
  role: 'viewer',
  query: listFindingsQuery,
  response: findingList,
  also: 'text/csv',
  handler: async ({ context, query }) => {
    if (query.format === 'json') return listFindings(context, query)
    const rows = await allPages((page) => listFindings(context, { ...query, ...page }))
    return csvResponse('findings.csv', COLUMNS, rows)
  },
})

export const getFindingRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/findings/{id}',
  summary: 'One finding with its evidence, its history and how to mend it',
  role: 'viewer',
  params: uuidId,
  response: findingDetail,
  handler: ({ context, params }) => getFinding(context, params),
})

export const assignFindingRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/findings/{id}/assign',
  summary: 'Give a finding to a person, or to nobody',
  role: 'responder',
  params: uuidId,
  body: assignFindingInput,
  response: findingRow,
  handler: ({ context, params, body }) => assignFinding(context, { ...params, ...body }),
})

export const commentFindingRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/findings/{id}/comment',
  summary: 'Add a comment to the history of a finding',
  role: 'responder',
  params: uuidId,
  body: commentFindingInput,
  response: findingRow,
  handler: ({ context, params, body }) => commentFinding(context, { ...params, ...body }),
})

const EXTERNAL_COLUMNS: CsvColumn<ExternalFindingRow>[] = [
  { title: 'Source', value: (row) => row.source },
  { title: 'Product', value: (row) => row.product },
  { title: 'Rule', value: (row) => row.rule },
  { title: 'Title', value: (row) => row.title },
  { title: 'Severity', value: (row) => row.severity },
  { title: 'Account', value: (row) => row.accountId },
  { title: 'Region', value: (row) => row.region },
  { title: 'Functions', value: (row) => row.functions.map((one) => one.name).join('; ') },
  { title: 'Resources', value: (row) => row.resourceArns.join('; ') },
  { title: 'First seen', value: (row) => row.firstSeenAt },
  { title: 'Same as', value: (row) => row.sameAs?.checkId },
]

export const listExternalFindingsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/external-findings',
  summary: 'What GuardDuty, Inspector, Security Hub, Access Analyzer and Config found about functions',
  role: 'viewer',
  query: listExternalFindingsQuery,
  response: externalFindingList,
  also: 'text/csv',
  handler: async ({ context, query }) => {
    if (query.format === 'json') return listExternalFindings(context, query)
    const rows = await allPages((page) => listExternalFindings(context, { ...query, ...page }))
    return csvResponse('external-findings.csv', EXTERNAL_COLUMNS, rows)
  },
})
