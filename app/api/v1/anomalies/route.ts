import { toHandler } from '#server/http/route.ts'
import { listAnomaliesRoute } from '#server/http/routes/anomalies.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listAnomaliesRoute)
