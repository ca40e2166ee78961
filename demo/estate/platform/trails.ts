import type { Account } from '#demo/estate/model.ts'
import { sharedKeyArn } from './keys.ts'

export type TrailSpec = {
  name: string
  arn: string
  homeRegion: string
  multiRegion: boolean
  bucket: string
  validated: boolean
  kmsKeyArn?: string
  logGroupArn?: string
  logging: boolean
  deliveryError?: string
  selectors: { EventSelectors: unknown[] } | { AdvancedEventSelectors: unknown[] }
}

const home = 'eu-west-1'

const management = (ReadWriteType = 'All', DataResources: unknown[] = []) => ({
  ReadWriteType,
  IncludeManagementEvents: true,
  DataResources,
  ExcludeManagementEventSources: [],
})

/**
 * The trails of an account, as those that have grown: one of everything, well kept in the home account, poorly in the
 * others, none in a sandbox. The home account has a second one, of uploads alone, that somebody stopped.
 */
export function makeTrails(account: Account, homeAccountId: string): TrailSpec[] {
  if (account.env === 'dev') return []
  const trail = (name: string, more: Partial<TrailSpec> = {}): TrailSpec => {
    const homeRegion = more.homeRegion ?? home
    return {
      name,
      arn: `arn:aws:cloudtrail:${homeRegion}:${account.id}:trail/${name}`,
      homeRegion,
      multiRegion: true,
      bucket: `shop-cloudtrail-${homeAccountId}`,
      validated: account.home,
      logging: true,
      selectors: { EventSelectors: [management()] },
      ...more,
    }
  }
  if (!account.home)
    return [
      trail('company-trail', {
        ...(account.env === 'prod' ? { deliveryError: 'AccessDenied' } : {}),
        selectors: { AdvancedEventSelectors: [advancedManagement, exportsAlone(account)] },
      }),
    ]
  const functions = { Type: 'AWS::Lambda::Function', Values: ['arn:aws:lambda'] }
  return [
    trail('company-trail', {
      kmsKeyArn: sharedKeyArn(account, home, 'alias/shop-trail'),
      logGroupArn: `arn:aws:logs:${home}:${account.id}:log-group:company-trail:*`,
      selectors: { EventSelectors: [management('All', [functions])] },
    }),
    trail('uploads-audit', {
      homeRegion: 'us-east-1',
      multiRegion: false,
      logging: false,
      selectors: { AdvancedEventSelectors: [uploads] },
    }),
  ]
}

const field = (Field: string, ...Equals: string[]) => ({ Field, Equals })

const advancedManagement = {
  Name: 'Management events',
  FieldSelectors: [field('eventCategory', 'Management'), field('readOnly', 'false')],
}
const uploads = {
  Name: 'Uploads',
  FieldSelectors: [
    field('eventCategory', 'Data'),
    field('resources.type', 'AWS::S3::Object'),
    field('readOnly', 'false'),
    { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::shop-uploads/'] },
  ],
}
const exportsAlone = ({ id }: Account) => ({
  Name: 'Exports',
  FieldSelectors: [
    field('eventCategory', 'Data'),
    field('resources.type', 'AWS::Lambda::Function'),
    { Field: 'resources.ARN', StartsWith: [`arn:aws:lambda:${home}:${id}:function:exports-`] },
    { Field: 'userIdentity.arn', NotEquals: [`arn:aws:iam::${id}:role/loadtest`] },
  ],
})
