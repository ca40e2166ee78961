import { toHandler } from '#server/http/route.ts'
import { listExternalFindingsRoute } from '#server/http/routes/findings.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listExternalFindingsRoute)
