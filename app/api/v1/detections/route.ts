import { toHandler } from '#server/http/route.ts'
import { listDetectionsRoute } from '#server/http/routes/detections.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listDetectionsRoute)
