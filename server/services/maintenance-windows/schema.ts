import { z } from 'zod'
import { isTimeZone } from '#server/domain/maintenance.ts'
import { isoTime, pagedList, pageQuery } from '#server/services/scope.schema.ts'

const DAY_MINUTES = 24 * 60
const text = (max: number) => z.string().trim().min(1).max(max)

/** What is maintained; what is null is every one. */
export const maintenanceSelector = z.object({
  accountId: z
    .string()
    .regex(/^\d{12}$/, 'An account has twelve digits.')
    .nullable()
    .default(null),
  region: text(40).nullable().default(null),
  functionName: text(200).nullable().default(null).meta({ description: 'Name of a function, with * and ?' }),
})
export type MaintenanceSelector = z.infer<typeof maintenanceSelector>

const once = z.object({
  kind: z.literal('once'),
  startsAt: z.iso.datetime({ offset: true }),
  endsAt: z.iso.datetime({ offset: true }),
})
const weekly = z.object({
  kind: z.literal('weekly'),
  days: z
    .array(z.number().int().min(0).max(6))
    .min(1, 'Choose a day.')
    .max(7)
    .meta({ description: 'Days on which it begins: 0 is Sunday' }),
  startMinute: z
    .number()
    .int()
    .min(0)
    .max(DAY_MINUTES - 1)
    .meta({ description: 'Minute of the day' }),
  durationMinutes: z.number().int().min(5).max(DAY_MINUTES),
  timeZone: text(60).refine(isTimeZone, 'No such time zone: write it as Europe/Berlin.').default('UTC'),
  endsAt: z.iso.datetime({ offset: true }).nullable().default(null),
})
export const maintenanceTimes = z.discriminatedUnion('kind', [once, weekly])
export type MaintenanceTimes = z.infer<typeof maintenanceTimes>

export const createMaintenanceInput = z.object({
  selector: maintenanceSelector,
  times: maintenanceTimes,
  reason: z.string().trim().min(10, 'Say in at least ten characters why.').max(2000),
})
export type CreateMaintenanceInput = z.infer<typeof createMaintenanceInput>

export const MAINTENANCE_STATES = ['now', 'planned', 'ended'] as const

export const maintenanceRow = z.object({
  id: z.uuid(),
  selector: z.object({
    accountId: z.string().nullable(),
    region: z.string().nullable(),
    functionName: z.string().nullable(),
  }),
  kind: z.enum(['once', 'weekly']),
  startsAt: isoTime,
  endsAt: isoTime.nullable().meta({ description: 'Of a weekly one when it does not come back any more' }),
  days: z.array(z.number().int()),
  startMinute: z.number().int().nullable(),
  durationMinutes: z.number().int().nullable(),
  timeZone: z.string(),
  reason: z.string(),
  createdBy: z.string(),
  createdAt: isoTime,
  endedAt: isoTime.nullable(),
  endedBy: z.string().nullable(),
  state: z.enum(MAINTENANCE_STATES),
  holdsUntil: isoTime.nullable().meta({ description: 'End of the maintenance that is going on' }),
  incidents: z.number().int().meta({ description: 'Incidents that began in it and raised no alert' }),
})
export type MaintenanceRow = z.infer<typeof maintenanceRow>

export const listMaintenanceQuery = z.object(pageQuery.shape).extend({
  state: z
    .enum(['current', ...MAINTENANCE_STATES])
    .default('current')
    .meta({ description: '`current`: now or planned' }),
  q: z.string().max(200).optional(),
})
export const maintenanceList = pagedList(maintenanceRow, ['state'] as const)
export type MaintenanceList = z.infer<typeof maintenanceList>
