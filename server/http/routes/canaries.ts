import { defineRoute } from '#server/http/route.ts'
import { createCanary, deleteCanary } from '#server/services/canaries/change-canaries.ts'
import { listCanaries } from '#server/services/canaries/list-canaries.ts'
import { canaryList, canaryRow, createCanaryInput } from '#server/services/canaries/schema.ts'
import { uuidId } from './params.ts'

export const listCanariesRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/canaries',
  summary: 'Functions, roles and access keys that nobody has a reason to touch, and who did last',
  role: 'viewer',
  response: canaryList,
  handler: ({ context }) => listCanaries(context),
})

export const createCanaryRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/canaries',
  summary: 'Mark a function, role or access key as a canary',
  role: 'reviewer',
  body: createCanaryInput,
  response: canaryRow,
  status: 201,
  handler: ({ context, body }) => createCanary(context, body),
})

export const deleteCanaryRoute = defineRoute({
  method: 'DELETE',
  path: '/api/v1/canaries/{id}',
  summary: 'Take the mark of a canary away',
  role: 'reviewer',
  params: uuidId,
  response: null,
  handler: ({ context, params }) => deleteCanary(context, params),
})
