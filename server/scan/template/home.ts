import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'

/** Where a template would be deployed. Placeholders stand for what nobody said. */
export type Home = { accountId: string; region: string; partition: string }

/** They read as an account and a region wherever an ARN is taken apart, and are nobody's. */
export const NO_ACCOUNT = '000000000000'
export const NO_REGION = 'unknown-region'

/** Fields that every record has. */
export function recordHome({ accountId, region }: Home) {
  return { accountId, region, unknownFields: [] as string[] }
}

export function globalHome({ accountId }: Home) {
  return { accountId, region: GLOBAL_REGION, unknownFields: [] as string[] }
}

/** Whether a text depends on an account or region that nobody said. */
export const isPlaceless = (text: string): boolean => text.includes(NO_ACCOUNT) || text.includes(NO_REGION)
