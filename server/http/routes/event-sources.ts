import { defineRoute } from '#server/http/route.ts'
import { createSource, deleteSource, updateSource } from '#server/services/event-sources/change-sources.ts'
import { getSourceSetup } from '#server/services/event-sources/get-source-setup.ts'
import { listSources } from '#server/services/event-sources/list-sources.ts'
import {
  eventSourceList,
  eventSourceRow,
  sourceDraft,
  sourceSetup,
  sourceSetupInput,
  sourceTrial,
  updateSourceInput,
} from '#server/services/event-sources/schema.ts'
import { getSourceTrial, requestSourceTrial } from '#server/services/event-sources/source-trial.ts'
import { uuidId } from './params.ts'

export const listEventSourcesRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/event-sources',
  summary: 'Where CloudTrail events come from besides LookupEvents, and what was kept aside',
  role: 'viewer',
  response: eventSourceList,
  handler: ({ context }) => listSources(context),
})

export const createEventSourceRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/event-sources',
  summary: 'Read events from a queue, log files from a bucket, or ask a table or an event data store',
  role: 'admin',
  body: sourceDraft,
  response: eventSourceRow,
  status: 201,
  handler: ({ context, body }) => createSource(context, body),
})

export const updateEventSourceRoute = defineRoute({
  method: 'PATCH',
  path: '/api/v1/event-sources/{id}',
  summary: 'Rename an event source, or switch it off or on',
  role: 'admin',
  params: uuidId,
  body: updateSourceInput,
  response: eventSourceRow,
  handler: ({ context, params, body }) => updateSource(context, { ...params, ...body }),
})

export const deleteEventSourceRoute = defineRoute({
  method: 'DELETE',
  path: '/api/v1/event-sources/{id}',
  summary: 'Read from an event source no longer; what it brought stays',
  role: 'admin',
  params: uuidId,
  response: null,
  handler: ({ context, params }) => deleteSource(context, params),
})

export const requestSourceTrialRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/event-sources/trials',
  summary: 'Try an event source before it is saved',
  role: 'admin',
  body: sourceDraft,
  response: sourceTrial,
  status: 201,
  handler: ({ context, body }) => requestSourceTrial(context, body),
})

export const getSourceTrialRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/event-sources/trials/{id}',
  summary: 'What came of trying an event source',
  role: 'admin',
  params: uuidId,
  response: sourceTrial,
  handler: ({ context, params }) => getSourceTrial(context, params),
})

export const getSourceSetupRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/event-sources/setup',
  summary: 'The IAM policy that an event source needs, and templates of what has to be made for it',
  role: 'admin',
  body: sourceSetupInput,
  response: sourceSetup,
  handler: ({ context, body }) => getSourceSetup(context, body),
})
