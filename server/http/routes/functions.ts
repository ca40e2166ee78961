import { type CsvColumn, csvResponse } from '#server/http/csv.ts'
import { defineRoute } from '#server/http/route.ts'
import { getFunctionBreakdown } from '#server/services/breakdown/get-function-breakdown.ts'
import { functionBreakdown } from '#server/services/breakdown/schema.ts'
import { getFunction } from '#server/services/functions/get-function.ts'
import { getFunctionMetrics } from '#server/services/functions/get-function-metrics.ts'
import { getFunctionProposal } from '#server/services/functions/get-function-proposal.ts'
import { getFunctionReach } from '#server/services/functions/get-function-reach.ts'
import { listFunctions } from '#server/services/functions/list-functions.ts'
import { functionMetrics, functionMetricsQuery } from '#server/services/functions/metrics.schema.ts'
import { functionReachDetail } from '#server/services/functions/reach.schema.ts'
import {
  type FunctionRow,
  functionDetail,
  functionList,
  listFunctionsQuery,
} from '#server/services/functions/schema.ts'
import { readLogSamples } from '#server/services/log-samples/read-log-samples.ts'
import { logSample, logSampleInput } from '#server/services/log-samples/schema.ts'
import { proposalQuery, roleProposal } from '#server/services/roles/schema.ts'
import { scopeQuery } from '#server/services/scope.schema.ts'
import { allPages } from './all-pages.ts'
import { numberId } from './params.ts'

const COLUMNS: CsvColumn<FunctionRow>[] = [
  { title: 'Name', value: (row) => row.name },
  { title: 'ARN', value: (row) => row.arn },
  { title: 'Account', value: (row) => row.accountId },
  { title: 'Account name', value: (row) => row.accountName },
  { title: 'Region', value: (row) => row.region },
  { title: 'Runtime', value: (row) => row.runtime },
  { title: 'Package', value: (row) => row.packageType },
  { title: 'Architecture', value: (row) => row.architecture },
  { title: 'Memory (MB)', value: (row) => row.memoryMb },
  { title: 'Timeout (s)', value: (row) => row.timeoutSeconds },
  { title: 'Version', value: (row) => row.version },
  { title: 'Last modified', value: (row) => row.lastModifiedAt },
  { title: 'State', value: (row) => row.state },
  { title: 'Owner', value: (row) => row.owner },
  { title: 'Environment', value: (row) => row.env },
  { title: 'Criticality', value: (row) => row.criticality },
  { title: 'Reach', value: (row) => row.reach },
  { title: 'Reach certainty', value: (row) => row.reachCertainty },
  { title: 'Triggers', value: (row) => row.triggers ?? 'unknown' },
  { title: 'Trigger kinds', value: (row) => row.triggerKinds.join(', ') },
  { title: 'Role risk', value: (row) => row.roleLevel },
  { title: 'Function URL', value: (row) => row.urlAuth },
  { title: 'Public policy', value: (row) => (row.publicPolicy === null ? 'unknown' : row.publicPolicy) },
  { title: 'Role', value: (row) => row.roleArn },
  { title: 'Firing alerts', value: (row) => row.alerts.firing },
  { title: 'Invocations', value: (row) => row.invocations.total },
  { title: 'Errors', value: (row) => row.errors.total },
  { title: 'Throttles', value: (row) => row.throttles },
  { title: 'Timeouts', value: (row) => row.timeouts },
  { title: 'Longest (ms)', value: (row) => row.maxDurationMs },
]

export const listFunctionsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/functions',
  summary: 'Functions with sparklines and facets; format=csv gives all that match',
  role: 'viewer',
  query: listFunctionsQuery,
  response: functionList,
  also: 'text/csv',
  handler: async ({ context, query }) => {
    if (query.format === 'json') return listFunctions(context, query)
    return csvResponse(
      'functions.csv',
      COLUMNS,
      await allPages((page) => listFunctions(context, { ...query, ...page })),
    )
  },
})

export const getFunctionRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/functions/{id}',
  summary: 'All that is known of one function',
  role: 'viewer',
  params: numberId,
  query: scopeQuery,
  response: functionDetail,
  handler: ({ context, params, query }) => getFunction(context, { ...query, ...params }),
})

export const getFunctionMetricsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/functions/{id}/metrics',
  summary: "A function's metrics over the range, with what happened meanwhile",
  role: 'viewer',
  params: numberId,
  query: functionMetricsQuery,
  response: functionMetrics,
  handler: ({ context, params, query }) => getFunctionMetrics(context, { ...query, ...params }),
})

export const getFunctionBreakdownRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/functions/{id}/breakdown',
  summary:
    'What went wrong with a function: errors by kind, why it was throttled, and whether its log may be read',
  role: 'viewer',
  params: numberId,
  query: scopeQuery,
  response: functionBreakdown,
  handler: ({ context, params, query }) => getFunctionBreakdown(context, { ...query, ...params }),
})

export const getFunctionReachRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/functions/{id}/reach',
  summary: 'Who reaches a function and by what, what a flood does, who can take it over, and what calls what',
  role: 'viewer',
  params: numberId,
  response: functionReachDetail,
  handler: ({ context, params }) => getFunctionReach(context, params),
})

export const getFunctionProposalRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/functions/{id}/policy',
  summary: 'A policy of what this function was seen to use and needs, so that it can have a role of its own',
  role: 'viewer',
  params: numberId,
  query: proposalQuery,
  response: roleProposal,
  handler: ({ context, params, query }) => getFunctionProposal(context, { ...query, ...params }),
})

export const readLogSamplesRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/functions/{id}/log-samples',
  summary:
    'Samples of the log of failing invocations, read for this answer alone: nothing is stored, secrets are masked, reading is audited',
  role: 'responder',
  params: numberId,
  body: logSampleInput,
  response: logSample,
  handler: ({ context, params, body }) => readLogSamples(context, { ...body, ...params }),
})
