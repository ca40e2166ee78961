import { z } from 'zod'
import { type CsvColumn, csvResponse } from '#server/http/csv.ts'
import { defineRoute } from '#server/http/route.ts'
import { getFramework, listFrameworks } from '#server/services/frameworks/read-frameworks.ts'
import { type FrameworkDetail, frameworkDetail, frameworkList } from '#server/services/frameworks/schema.ts'
import { configureCheck } from '#server/services/posture/configure-check.ts'
import { getCheck } from '#server/services/posture/get-check.ts'
import { getPosture } from '#server/services/posture/get-posture.ts'
import { getResourceVerdicts } from '#server/services/posture/get-resource-verdicts.ts'
import { listChecks } from '#server/services/posture/list-checks.ts'
import { listOwnerPosture } from '#server/services/posture/list-owner-posture.ts'
import { listResourcePosture } from '#server/services/posture/list-resource-posture.ts'
import {
  type CheckRow,
  checkDetail,
  checkList,
  configureCheckInput,
  listChecksQuery,
  listResourcePostureQuery,
  ownerPosture,
  postureSummary,
  type ResourcePostureList,
  resourcePostureList,
  resourceVerdicts,
} from '#server/services/posture/schema.ts'
import { scopeQuery } from '#server/services/scope.schema.ts'
import { allPages } from './all-pages.ts'
import { numberId, textId } from './params.ts'

export const getPostureRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/posture',
  summary: 'Score, what moved it, and counts of all verdicts',
  role: 'viewer',
  query: scopeQuery,
  response: postureSummary,
  handler: ({ context, query }) => getPosture(context, query),
})

const CHECK_COLUMNS: CsvColumn<CheckRow>[] = [
  { title: 'Id', value: (row) => row.id },
  { title: 'Title', value: (row) => row.title },
  { title: 'Group', value: (row) => row.group },
  { title: 'Severity', value: (row) => row.severity },
  { title: 'Looks at', value: (row) => row.kind },
  { title: 'On', value: (row) => row.enabled },
  { title: 'Fail', value: (row) => row.tally.fail },
  { title: 'Excepted', value: (row) => row.tally.excepted },
  { title: 'Unknown', value: (row) => row.tally.unknown },
  { title: 'Pass', value: (row) => row.tally.pass },
  { title: 'Not applicable', value: (row) => row.tally.notApplicable },
]

export const listChecksRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/checks',
  summary: 'The catalogue of checks with how many resources say what',
  role: 'viewer',
  query: listChecksQuery,
  response: checkList,
  also: 'text/csv',
  handler: async ({ context, query }) => {
    const list = await listChecks(context, query)
    return query.format === 'json' ? list : csvResponse('checks.csv', CHECK_COLUMNS, list.items)
  },
})

export const getCheckRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/checks/{id}',
  summary: 'One check: what it asks, why, its parameters, and what it says',
  role: 'viewer',
  params: textId,
  query: scopeQuery,
  response: checkDetail,
  handler: ({ context, params, query }) => getCheck(context, { ...query, ...params }),
})

export const configureCheckRoute = defineRoute({
  method: 'PATCH',
  path: '/api/v1/checks/{id}',
  summary: 'Switch a check on or off, or set its parameters',
  role: 'admin',
  params: textId,
  body: configureCheckInput,
  response: checkDetail,
  handler: ({ context, params, body }) => configureCheck(context, { ...body, ...params }),
})

const RESOURCE_COLUMNS: CsvColumn<ResourcePostureList['items'][number]>[] = [
  { title: 'Resource', value: (row) => row.name },
  { title: 'Kind', value: (row) => row.kind },
  { title: 'ARN', value: (row) => row.arn },
  { title: 'Account', value: (row) => row.accountId },
  { title: 'Region', value: (row) => row.region },
  { title: 'Owner', value: (row) => row.owner },
  { title: 'Critical', value: (row) => row.open.critical },
  { title: 'High', value: (row) => row.open.high },
  { title: 'Medium', value: (row) => row.open.medium },
  { title: 'Low', value: (row) => row.open.low },
  { title: 'Info', value: (row) => row.open.info },
  { title: 'Excepted', value: (row) => row.excepted },
  { title: 'Unknown', value: (row) => row.unknown },
]

export const listResourcePostureRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/posture/resources',
  summary: 'Resources with findings, the worst first',
  role: 'viewer',
  query: listResourcePostureQuery,
  response: resourcePostureList,
  also: 'text/csv',
  handler: async ({ context, query }) => {
    if (query.format === 'json') return listResourcePosture(context, query)
    const rows = await allPages((page) => listResourcePosture(context, { ...query, ...page }))
    return csvResponse('resources.csv', RESOURCE_COLUMNS, rows)
  },
})

export const listOwnerPostureRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/posture/owners',
  summary: 'Findings by owner',
  role: 'viewer',
  query: scopeQuery,
  response: ownerPosture,
  handler: ({ context, query }) => listOwnerPosture(context, query),
})

export const getResourceVerdictsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/resources/{id}/verdicts',
  summary: 'What every check says of one resource',
  role: 'viewer',
  params: numberId,
  response: resourceVerdicts,
  handler: ({ context, params }) => getResourceVerdicts(context, params),
})

export const listFrameworksRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/frameworks',
  summary: 'Frameworks with how many of their controls are in which state',
  role: 'viewer',
  query: scopeQuery,
  response: frameworkList,
  handler: ({ context, query }) => listFrameworks(context, query),
})

const CONTROL_COLUMNS: CsvColumn<FrameworkDetail['controls'][number]>[] = [
  { title: 'Control', value: (row) => row.id },
  { title: 'Title', value: (row) => row.title },
  { title: 'State', value: (row) => row.state },
  { title: 'Fail', value: (row) => row.tally.fail },
  { title: 'Excepted', value: (row) => row.tally.excepted },
  { title: 'Unknown', value: (row) => row.tally.unknown },
  { title: 'Pass', value: (row) => row.tally.pass },
  { title: 'Checks', value: (row) => row.checks.map((one) => one.id).join('; ') },
  { title: 'Detections', value: (row) => row.detections.map((one) => one.id).join('; ') },
  { title: 'Not seen from outside', value: (row) => row.unseen },
]

export const getFrameworkRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/frameworks/{id}',
  summary: 'One framework, control by control; format=csv gives the controls',
  role: 'viewer',
  params: textId,
  query: scopeQuery.extend({ format: z.enum(['json', 'csv']).default('json') }),
  response: frameworkDetail,
  also: 'text/csv',
  handler: async ({ context, params, query: { format, ...query } }) => {
    const framework = await getFramework(context, { ...query, ...params })
    return format === 'json'
      ? framework
      : csvResponse(`${params.id}.csv`, CONTROL_COLUMNS, framework.controls)
  },
})
