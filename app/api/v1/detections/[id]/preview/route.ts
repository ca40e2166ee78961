import { toHandler } from '#server/http/route.ts'
import { previewTuningRoute } from '#server/http/routes/detections.ts'

export const dynamic = 'force-dynamic'
export const POST = toHandler(previewTuningRoute)
