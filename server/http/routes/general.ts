import { defineRoute } from '#server/http/route.ts'
import { getCoverage } from '#server/services/coverage/get-coverage.ts'
import { coverage } from '#server/services/coverage/schema.ts'
import { getOverview } from '#server/services/overview/get-overview.ts'
import { overview } from '#server/services/overview/schema.ts'
import { scopeQuery } from '#server/services/scope.schema.ts'
import { searchQuery, searchResults } from '#server/services/search/schema.ts'
import { searchAll } from '#server/services/search/search-all.ts'
import { setUpInput } from '#server/services/setup/schema.ts'
import { setUp } from '#server/services/setup/set-up.ts'
import { getStatus } from '#server/services/status/get-status.ts'
import { status } from '#server/services/status/schema.ts'
import { userRow } from '#server/services/users/schema.ts'

export const getStatusRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/status',
  summary: 'Who is signed in, how old the data is, what fires',
  role: 'viewer',
  response: status,
  handler: ({ context }) => getStatus(context),
})

export const getOverviewRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/overview',
  summary: 'Tiles, charts and lists of the first page',
  role: 'viewer',
  query: scopeQuery,
  response: overview,
  handler: ({ context, query }) => getOverview(context, query),
})

export const getCoverageRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/coverage',
  summary: 'What was collected where, what was denied, what the watch costs',
  role: 'viewer',
  query: scopeQuery,
  response: coverage,
  handler: ({ context, query }) => getCoverage(context, query),
})

export const searchRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/search',
  summary: 'Functions, alerts, roles and actors by name',
  role: 'viewer',
  query: searchQuery,
  response: searchResults,
  handler: ({ context, query }) => searchAll(context, query),
})

export const setUpRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/setup',
  summary: 'Create the first administrator with the one-time link',
  role: 'public',
  body: setUpInput,
  response: userRow,
  status: 201,
  handler: ({ context, body }) => setUp(context, body),
})
