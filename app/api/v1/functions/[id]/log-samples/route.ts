import { toHandler } from '#server/http/route.ts'
import { readLogSamplesRoute } from '#server/http/routes/functions.ts'

export const dynamic = 'force-dynamic'
export const POST = toHandler(readLogSamplesRoute)
