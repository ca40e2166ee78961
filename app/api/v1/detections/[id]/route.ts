import { toHandler } from '#server/http/route.ts'
import { getDetectionRoute, tuneDetectionRoute } from '#server/http/routes/detections.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getDetectionRoute)
export const PATCH = toHandler(tuneDetectionRoute)
