import { z } from 'zod'
import { defineRoute } from '#server/http/route.ts'
import {
  createAllowEntry,
  endAllowEntry,
  renewAllowEntry,
} from '#server/services/allow-entries/change-allow-entries.ts'
import { listAllowEntries } from '#server/services/allow-entries/list-allow-entries.ts'
import { previewAllowEntry } from '#server/services/allow-entries/preview-allow-entry.ts'
import {
  allowEntryList,
  allowEntryRow,
  allowPreview,
  allowSelector,
  createAllowEntryInput,
  listAllowEntriesQuery,
  renewAllowEntryInput,
} from '#server/services/allow-entries/schema.ts'
import { uuidId } from './params.ts'

export const listAllowEntriesRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/allow-entries',
  summary: 'The allow-list: which acts are expected, why, until when, and how often they were',
  role: 'viewer',
  query: listAllowEntriesQuery,
  response: allowEntryList,
  handler: ({ context, query }) => listAllowEntries(context, query),
})

export const previewAllowEntryRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/allow-entries/preview',
  summary: 'The hits of 30 days that an entry would have covered; nothing is saved',
  role: 'reviewer',
  body: z.object({ selector: allowSelector }),
  response: allowPreview,
  handler: ({ context, body }) => previewAllowEntry(context, body),
})

export const createAllowEntryRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/allow-entries',
  summary: 'Say that acts are expected, until the entry ends',
  role: 'reviewer',
  body: createAllowEntryInput,
  response: allowEntryRow,
  status: 201,
  handler: ({ context, body }) => createAllowEntry(context, body),
})

export const renewAllowEntryRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/allow-entries/{id}/renew',
  summary: 'Give an entry of the allow-list another end, and say why again',
  role: 'reviewer',
  params: uuidId,
  body: renewAllowEntryInput,
  response: allowEntryRow,
  handler: ({ context, params, body }) => renewAllowEntry(context, { ...params, ...body }),
})

export const endAllowEntryRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/allow-entries/{id}/end',
  summary: 'End an entry of the allow-list before its time',
  role: 'reviewer',
  params: uuidId,
  response: allowEntryRow,
  handler: ({ context, params }) => endAllowEntry(context, params),
})
