import { toHandler } from '#server/http/route.ts'
import { createExceptionRoute, listExceptionsRoute } from '#server/http/routes/exceptions.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listExceptionsRoute)
export const POST = toHandler(createExceptionRoute)
