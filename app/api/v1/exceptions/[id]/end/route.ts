import { toHandler } from '#server/http/route.ts'
import { endExceptionRoute } from '#server/http/routes/exceptions.ts'

export const dynamic = 'force-dynamic'
export const POST = toHandler(endExceptionRoute)
