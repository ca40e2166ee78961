import { defineRoute } from '#server/http/route.ts'
import {
  createMaintenanceWindow,
  endMaintenanceWindow,
} from '#server/services/maintenance-windows/change-maintenance-windows.ts'
import { listMaintenanceWindows } from '#server/services/maintenance-windows/list-maintenance-windows.ts'
import {
  createMaintenanceInput,
  listMaintenanceQuery,
  maintenanceList,
  maintenanceRow,
} from '#server/services/maintenance-windows/schema.ts'
import { uuidId } from './params.ts'

export const listMaintenanceWindowsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/maintenance-windows',
  summary: 'Times in which metrics are expected to be unusual, why, and what they kept from being alerts',
  role: 'viewer',
  query: listMaintenanceQuery,
  response: maintenanceList,
  handler: ({ context, query }) => listMaintenanceWindows(context, query),
})

export const createMaintenanceWindowRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/maintenance-windows',
  summary: 'Plan maintenance, once or every week: metric alerts sleep meanwhile, incidents are recorded',
  role: 'responder',
  body: createMaintenanceInput,
  response: maintenanceRow,
  status: 201,
  handler: ({ context, body }) => createMaintenanceWindow(context, body),
})

export const endMaintenanceWindowRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/maintenance-windows/{id}/end',
  summary: 'End a maintenance window before its time',
  role: 'responder',
  params: uuidId,
  response: maintenanceRow,
  handler: ({ context, params }) => endMaintenanceWindow(context, params),
})
