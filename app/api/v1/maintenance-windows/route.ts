import { toHandler } from '#server/http/route.ts'
import {
  createMaintenanceWindowRoute,
  listMaintenanceWindowsRoute,
} from '#server/http/routes/maintenance-windows.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listMaintenanceWindowsRoute)
export const POST = toHandler(createMaintenanceWindowRoute)
