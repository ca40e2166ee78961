import type { AccountSettingsRecord } from './account-settings-record.ts'
import type { EventSourceMappingRecord } from './event-source-mapping-record.ts'
import type { FunctionRecord } from './function-record.ts'
import type { RoleRecord } from './role-record.ts'

export type ResourceRecord = FunctionRecord | RoleRecord | EventSourceMappingRecord | AccountSettingsRecord

export type RecordOfKind<K extends ResourceRecord['kind']> = Extract<ResourceRecord, { kind: K }>
