import { toHandler } from '#server/http/route.ts'
import { openApiRoute } from '#server/http/routes/document.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(openApiRoute)
