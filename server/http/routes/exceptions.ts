import { z } from 'zod'
import { defineRoute } from '#server/http/route.ts'
import {
  createException,
  endException,
  renewException,
} from '#server/services/exceptions/change-exceptions.ts'
import { listExceptions } from '#server/services/exceptions/list-exceptions.ts'
import { previewException } from '#server/services/exceptions/preview-exception.ts'
import {
  createExceptionInput,
  exceptionList,
  exceptionPreview,
  exceptionRow,
  exceptionSelector,
  listExceptionsQuery,
  renewExceptionInput,
} from '#server/services/exceptions/schema.ts'
import { uuidId } from './params.ts'

export const listExceptionsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/exceptions',
  summary: 'Exceptions: what they cover, why, who decided it, and until when',
  role: 'viewer',
  query: listExceptionsQuery,
  response: exceptionList,
  handler: ({ context, query }) => listExceptions(context, query),
})

export const previewExceptionRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/exceptions/preview',
  summary: 'The findings that an exception would cover; nothing is saved',
  role: 'reviewer',
  body: z.object({ selector: exceptionSelector }),
  response: exceptionPreview,
  handler: ({ context, body }) => previewException(context, body),
})

export const createExceptionRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/exceptions',
  summary: 'Except findings, until it ends',
  role: 'reviewer',
  body: createExceptionInput,
  response: exceptionRow,
  status: 201,
  handler: ({ context, body }) => createException(context, body),
})

export const renewExceptionRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/exceptions/{id}/renew',
  summary: 'Give an exception another end, and say why again',
  role: 'reviewer',
  params: uuidId,
  body: renewExceptionInput,
  response: exceptionRow,
  handler: ({ context, params, body }) => renewException(context, { ...params, ...body }),
})

export const endExceptionRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/exceptions/{id}/end',
  summary: 'End an exception before its time',
  role: 'reviewer',
  params: uuidId,
  response: exceptionRow,
  handler: ({ context, params }) => endException(context, params),
})
