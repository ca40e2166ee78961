import { defineRoute } from '#server/http/route.ts'
import { deleteHunt, saveHunt } from '#server/services/hunts/change-hunts.ts'
import { listHunts } from '#server/services/hunts/list-hunts.ts'
import { huntList, huntRow, saveHuntInput } from '#server/services/hunts/schema.ts'
import { uuidId } from './params.ts'

export const listHuntsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/hunts',
  summary: 'Saved searches of the events page: your own, and those that others share',
  role: 'viewer',
  response: huntList,
  handler: ({ context }) => listHunts(context),
})

export const saveHuntRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/hunts',
  summary: 'Save a search of the events page; one of yours with the same name is replaced',
  role: 'viewer',
  body: saveHuntInput,
  response: huntRow,
  status: 201,
  handler: ({ context, body }) => saveHunt(context, body),
})

export const deleteHuntRoute = defineRoute({
  method: 'DELETE',
  path: '/api/v1/hunts/{id}',
  summary: 'Delete a saved search: your own, or as an admin one that is shared',
  role: 'viewer',
  params: uuidId,
  response: null,
  handler: ({ context, params }) => deleteHunt(context, params),
})
