import { toHandler } from '#server/http/route.ts'
import { renewExceptionRoute } from '#server/http/routes/exceptions.ts'

export const dynamic = 'force-dynamic'
export const POST = toHandler(renewExceptionRoute)
