import { toHandler } from '#server/http/route.ts'
import { endMaintenanceWindowRoute } from '#server/http/routes/maintenance-windows.ts'

export const dynamic = 'force-dynamic'
export const POST = toHandler(endMaintenanceWindowRoute)
